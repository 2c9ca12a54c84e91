import { assert } from '../../machinery/assert.ts';
import { isFields } from '../../machinery/json.ts';
import { parseQuantity } from '../../machinery/quantity.ts';
import { type Field, type GoType, namedType } from './type-tree.ts';

/** How Go's %#v shows a struct in a field error: `v1.LabelSelector{MatchLabels:map[string]string{"app":"web"}, ...}`. */
export function goDump(schema: string, value: unknown): string {
  return dumpOf(typeNamed(schema), value, '');
}

/**
 * As {@link goDump} where upstream validates its internal types, which are named after their group
 * (`core.PodSpec`) instead of their version.
 */
export function goDumpInternal(schema: string, value: unknown): string {
  const group = schema.slice(0, schema.indexOf('/'));
  return dumpOf(typeNamed(schema), value, group.slice(0, `${group}.`.indexOf('.')));
}

function typeNamed(name: string): GoType {
  const type = namedType(name);
  assert(type, `the field tree has no type ${name}`);
  return type;
}

/** Addresses differ from run to run; nobody compares them. */
const ADDRESS = '0xc000000000';

function dumpOf(type: GoType, value: unknown, internal: string): string {
  const go = nameOf(type, internal);
  switch (type.form) {
    case 'struct': {
      const fields = isFields(value) ? value : {};
      const shown = type.members.map((field) => `${field.go}:${dumpField(field, fields, internal)}`);
      return `${go}{${shown.join(', ')}}`;
    }
    case 'pointer':
      if (isTime(type.to)) return value ? dumpTime(value) : '<nil>';
      return value === undefined || value === null ? `(${go})(nil)` : `(${go})(${ADDRESS})`;
    case 'list':
      if (!Array.isArray(value)) return `${go}(nil)`;
      return `${go}{${value.map((item) => dumpOf(type.element, item, internal)).join(', ')}}`;
    case 'map': {
      if (!isFields(value)) return `${go}(nil)`;
      const keys = Object.keys(value).sort();
      return `${go}{${keys.map((key) => `${JSON.stringify(key)}:${dumpOf(type.value, value[key], internal)}`).join(', ')}}`;
    }
    default:
      return dumpScalar(type.form, go, value);
  }
}

function dumpField(field: Field, fields: Readonly<Record<string, unknown>>, internal: string): string {
  return dumpOf(field.type, field.inline ? fields : fields[field.json], internal);
}

const isTime = ({ form }: GoType): boolean => form === 'time' || form === 'micro-time';

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** time.Time shows itself as the call that makes it, also behind a pointer; what was read is in local time. */
function dumpTime(value: unknown): string {
  if (typeof value !== 'string') return 'time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)';
  const at = new Date(value);
  const fraction = /\.(\d+)/.exec(value)?.[1] ?? '';
  const parts = [
    at.getUTCFullYear(),
    `time.${MONTHS[at.getUTCMonth()]}`,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    Number(fraction.padEnd(9, '0')),
  ];
  return `time.Date(${parts.join(', ')}, time.Local)`;
}

function dumpScalar(form: string, go: string, value: unknown): string {
  switch (form) {
    case 'string':
      return JSON.stringify(value ?? '');
    case 'bool':
      return String(value ?? false);
    case 'int':
    case 'float':
      return String(value ?? 0);
    case 'int-or-string':
      return typeof value === 'string'
        ? `${go}{Type:1, IntVal:0, StrVal:${JSON.stringify(value)}}`
        : `${go}{Type:0, IntVal:${value ?? 0}, StrVal:""}`;
    case 'quantity':
      return dumpQuantity(value);
    case 'time':
    case 'micro-time':
      return dumpTime(value);
    default:
      return value === undefined ? `${go}(nil)` : `${go}{}`;
  }
}

/** A quantity by itself. */
export function dumpQuantity(value: unknown): string {
  const { unscaled, scale, format, text } = parseQuantity(typeof value === 'string' ? value : '0');
  const amount = `resource.int64Amount{value:${unscaled}, scale:${scale}}`;
  return `resource.Quantity{i:${amount}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:${JSON.stringify(text)}, Format:"${format}"}`;
}

/** The type as Go prints it, with the internal package's name where there is one. */
export const internalName = (type: GoType, group: string): string => nameOf(type, group);

function nameOf(type: GoType, internal: string): string {
  if (internal === '') return type.go;
  switch (type.form) {
    case 'pointer':
      return `*${nameOf(type.to, internal)}`;
    case 'list':
      return isNamed(type.go) ? renamed(type.go, internal) : `[]${nameOf(type.element, internal)}`;
    case 'map':
      if (isNamed(type.go)) return renamed(type.go, internal);
      return `map[${nameOf(type.key, internal)}]${nameOf(type.value, internal)}`;
    case 'struct':
      return type.name.startsWith('meta/') || !isNamed(type.go) ? type.go : renamed(type.go, internal);
    default:
      return isApiType(type) ? renamed(type.go, internal) : type.go;
  }
}

const isNamed = (go: string): boolean => /^v\d\w*\./.test(go);

const isApiType = (type: GoType): boolean =>
  'name' in type && type.name !== undefined && isNamed(type.go) && !type.name.startsWith('meta/');

/** A workload's struct may hold core's: only the kinds' own group is renamed by its name. */
function renamed(go: string, internal: string): string {
  const name = go.slice(go.indexOf('.') + 1);
  const isCore = internal !== 'core' && namedType(`core/v1.${name}`) !== undefined;
  return `${isCore ? 'core' : internal}.${name}`;
}
