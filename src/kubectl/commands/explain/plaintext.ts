import { goSprint } from '../../output/go-format.ts';
import { compareCodePoints } from '../../output/json.ts';
import { wrapWords } from '../../output/word-wrap.ts';
import { type Document, resolve, type Schema, typeOf, valuesOf } from './schema.ts';

export interface Explanation {
  readonly document: Document;
  readonly path: readonly string[];
  readonly recursive: boolean;
}

/** The text below the heading; '' where the path leads nowhere. */
export function explainSchema(schema: Schema, explanation: Explanation): string {
  return output(schema, explanation, explanation.path, new Set());
}

type Seen = ReadonlySet<string>;

const indent = (text: string, amount: number): string => {
  const pad = ' '.repeat(amount);
  return pad + text.replaceAll('\n', `\n${pad}`);
};

/** Follows the path through properties, items, map values and alternatives. */
function output(schema: Schema, explanation: Explanation, path: readonly string[], seen: Seen): string {
  const { document } = explanation;
  const ref = schema.$ref ?? '';
  const resolved = resolve(ref, document) ?? schema;
  const [first, ...rest] = path;
  if (first === undefined) return describeTarget(resolved, explanation);
  // Every schema on the way is looked into once: a reference back to it ends the search.
  if (ref !== '' && seen.has(ref)) return '';
  const here: Seen = new Set([...seen, ref]);
  const property = resolved.properties?.[first];
  if (property !== undefined) {
    const heading = rest.length === 0 ? fieldHeading(first, property, document) : '';
    return heading + output(property, explanation, rest, new Set());
  }
  if (resolved.items !== undefined) return output(resolved.items, explanation, path, here);
  const values = valuesOf(resolved);
  if (values !== undefined) return output(values, explanation, path, here);
  for (const alternative of resolved.allOf ?? []) {
    const found = output(alternative, explanation, path, here);
    if (found !== '') return found;
  }
  return '';
}

function fieldHeading(name: string, schema: Schema, document: Document): string {
  const values = (schema.enum ?? []).map((value) => `\n    ${enumText(value)}`).join('');
  return `FIELD: ${name} <${typeOf(schema, document)}>\n${values === '' ? '' : `ENUM:${values}`}\n\n`;
}

const enumText = (value: unknown): string => (value === '' ? '""' : goSprint(value));

function describeTarget(schema: Schema, explanation: Explanation): string {
  const description = descriptionOf(schema, explanation.document);
  const text = indent(wrapWords(description === '' ? '<empty>' : description, 76), 4);
  const fields = fieldList(schema, explanation, 1, new Set());
  return `DESCRIPTION:\n${text}\n${fields === '' ? '' : `FIELDS:\n${fields}`}`;
}

/** The schema's own words and those of what it is made of. */
function descriptionOf(schema: Schema, document: Document): string {
  const resolved = resolve(schema.$ref, document) ?? schema;
  const values = valuesOf(resolved);
  const parts = [
    ...(resolved.allOf ?? []),
    ...(resolved.items === undefined ? [] : [resolved.items]),
    ...(values === undefined ? [] : [values]),
  ];
  const own = (resolved.description ?? '') === '' ? '' : `${resolved.description}\n`;
  return own + parts.map((part) => descriptionOf(part, document)).join('');
}

function fieldList(schema: Schema, explanation: Explanation, level: number, seen: Seen): string {
  const ref = schema.$ref ?? '';
  if (ref !== '' && seen.has(ref)) return '';
  const here: Seen = new Set([...seen, ref]);
  const resolved = resolve(ref, explanation.document) ?? schema;
  const nested = (part: Schema, deeper: number): string => fieldList(part, explanation, level + deeper, here);
  const { properties = {}, allOf = [], items } = resolved;
  const own = Object.keys(properties)
    .sort(compareCodePoints)
    .map((name) => {
      const property = properties[name] ?? {};
      const detail = fieldDetail(name, property, resolved, explanation, level);
      return explanation.recursive ? detail + nested(property, 1) : detail;
    });
  const values = valuesOf(resolved);
  const parts = [
    ...allOf,
    ...(items === undefined ? [] : [items]),
    ...(values === undefined ? [] : [values]),
  ];
  return own.join('') + parts.map((part) => nested(part, 0)).join('');
}

/** Most values of an enum beside a field. */
const ENUM_LIMIT = 4;

function fieldDetail(
  name: string,
  schema: Schema,
  holder: Schema,
  { document, recursive }: Explanation,
  level: number,
): string {
  const margin = level * 2;
  const required = holder.required?.includes(name) === true ? ' -required-' : '';
  const line = `${indent(name, margin)}\t<${typeOf(schema, document)}>${required}${enumLine(schema, margin)}\n`;
  if (recursive) return line;
  const description = (schema.description ?? '') === '' ? '<no description>' : (schema.description ?? '');
  return `${line}${indent(wrapWords(description, 78 - margin), margin + 2)}\n\n`;
}

function enumLine({ enum: values = [] }: Schema, margin: number): string {
  if (values.length === 0) return '';
  const shown = values.slice(0, ENUM_LIMIT).map(enumText).join(', ');
  return `\n${' '.repeat(margin)}enum: ${shown}${values.length > ENUM_LIMIT ? ', ....' : ''}`;
}
