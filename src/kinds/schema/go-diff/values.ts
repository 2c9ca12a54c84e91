import { compareText, isFields } from '../../../machinery/json.ts';
import { internalName } from '../go-dump.ts';
import type { GoType } from '../type-tree.ts';
import { shapeOf } from './internal-types.ts';
import { isNone, itemsOf, zeroOf } from './nodes.ts';
import { labelSelectorText } from './selector-text.ts';
import { ELLIPSIS, ellipsis, isNil, line, list, NIL, type Text, type TextRecord, wrap } from './text.ts';

export type Mode = 'unknown' | 'identical' | 'removed' | 'inserted';

export interface Options {
  readonly mode: Mode;
  /** Whether types are shown: always, only of what is made of parts, never. */
  readonly types: 'emit' | 'auto' | 'elide';
  readonly verbosity: number;
  readonly group: string;
}

export const deeper = (options: Options): Options => ({ ...options, verbosity: options.verbosity - 1 });

export const power = ({ verbosity }: Options): number => 2 ** Math.min(16, Math.max(0, verbosity));

/** How many parts are shown of what is the same: 0, 4, 8, 16 ... */
export const partsShown = (options: Options): number => Math.floor(power(options) / 2) * 4;

/** The type in front, where it is to be seen. */
export function withType(type: GoType, text: Text, options: Options): Text {
  const isComposite = shapeOf(type, undefined) !== undefined || type.form === 'list' || type.form === 'map';
  if (options.types === 'elide') return text;
  if (options.types === 'auto' && (!isComposite || isNil(text) || options.mode === 'identical')) return text;
  const name = internalName(type, options.group);
  return wrap(type.form === 'pointer' ? `(${name})` : name, parenthesized(text));
}

function parenthesized(text: Text): Text {
  const hasBraces = text.form === 'wrap' && /^[({]/.test(text.prefix) && /[)}]$/.test(text.suffix);
  return hasBraces ? text : wrap('(', text, ')');
}

/** One value (go-cmp's FormatValue). */
export function valueText(type: GoType, value: unknown, options: Options): Text {
  if (type.form === 'pointer') return pointerText(type.to, value, options);
  return withType(type, plainText(type, value, options), options);
}

function pointerText(to: GoType, value: unknown, options: Options): Text {
  if (isNone(value)) return NIL;
  // Of meta/v1's types the pointer knows how to print itself.
  if (to.form === 'struct' && to.name === 'meta/v1.LabelSelector')
    return line(`s${quoted(labelSelectorText(value))}`);
  return wrap('&', valueText(to, value, options));
}

function plainText(type: GoType, value: unknown, options: Options): Text {
  if (type.form === 'list') return isNone(value) ? NIL : listText(type.element, itemsOf(value), options);
  if (type.form === 'map') return isNone(value) ? NIL : mapText(type.key, type.value, value, options);
  const shape = shapeOf(type, value);
  if (shape !== undefined) {
    const records = shape.members
      .map((field) => ({ field, content: field.inline ? shape.value : shape.value[field.json] }))
      .filter(({ field, content }) => !isZero(field.type, content))
      .map(({ field, content }) => ({
        key: field.go,
        value: (): Text => valueText(field.type, content, { ...deeper(options), types: 'auto' }),
      }));
    return wrap('{', limited(records, partsShown(options)), '}');
  }
  if (type.form === 'string') return stringText(String(value ?? ''), options);
  return line(String(value ?? zeroOf(type) ?? ''));
}

interface LateRecord {
  readonly key?: string;
  readonly value: () => Text;
}

function limited(records: readonly LateRecord[], most: number): Text {
  const shown: TextRecord[] = records
    .slice(0, most)
    .map(({ key, value }) => ({ ...(key === undefined ? {} : { key }), value: value() }));
  return list(records.length > most ? [...shown, ellipsis()] : shown);
}

function listText(element: GoType, items: readonly unknown[], options: Options): Text {
  const inner: Options = { ...deeper(options), types: 'elide' };
  const records = items.map((item) => ({ value: () => valueText(element, item, inner) }));
  return wrap('{', limited(records, partsShown(options)), '}');
}

function mapText(key: GoType, type: GoType, value: unknown, options: Options): Text {
  const fields = isFields(value) ? value : {};
  const inner: Options = { ...deeper(options), types: 'elide' };
  const records = Object.keys(fields)
    .sort(compareText)
    .map((name) => ({ key: keyText(key, name), value: () => valueText(type, fields[name], inner) }));
  return wrap('{', limited(records, partsShown(options)), '}');
}

/** Names of resources print themselves, which is shown by an s. */
export const keyText = (type: GoType, key: string): string =>
  `${type.go.endsWith('.ResourceName') ? 's' : ''}${quoted(key)}`;

function stringText(text: string, options: Options): Text {
  const most = power(options) * 32;
  if (text.length > most + ELLIPSIS.line.length) return line(`${quoted(text.slice(0, most))}...`);
  return line(quoted(text));
}

/** As Go writes a string: between backquotes where that saves escapes. */
function quoted(text: string): string {
  const usual = JSON.stringify(text);
  const isPlain = usual.length === text.length + 2;
  return isPlain || /[`\n\p{Cc}]/u.test(text.replaceAll('\t', '')) ? usual : `\`${text}\``;
}

/** The zero value of Go. */
export function isZero(type: GoType, value: unknown): boolean {
  if (isNone(value)) return true;
  if (type.form === 'pointer' || type.form === 'list' || type.form === 'map') return false;
  const shape = shapeOf(type, value);
  if (shape === undefined) return value === zeroOf(type) || (type.form === 'int' && Number(value) === 0);
  return shape.members.every((field) =>
    isZero(field.type, field.inline ? shape.value : shape.value[field.json]),
  );
}
