import { assert } from '../../machinery/assert.ts';
import { typeEntry } from './source.ts';

/** What a value of a Go type looks like in JSON. `go` is the type as Go prints it: `[]v1.Container`. */
export type GoType =
  | ScalarType
  | { readonly form: 'pointer'; readonly go: string; readonly to: GoType }
  | { readonly form: 'list'; readonly go: string; readonly element: GoType }
  | { readonly form: 'map'; readonly go: string; readonly key: GoType; readonly value: GoType }
  | StructType;

export type ScalarForm = 'string' | 'bool' | 'int' | 'float' | 'bytes' | SpecialForm;
/** Types that read and write their JSON themselves. */
export type SpecialForm =
  | 'quantity'
  | 'int-or-string'
  | 'time'
  | 'micro-time'
  | 'duration'
  | 'raw'
  | 'schema-or-bool'
  | 'schema-or-list'
  | 'schema-or-strings';

export interface ScalarType {
  readonly form: ScalarForm;
  readonly go: string;
  /** The type's name in the field tree, where it has one of its own. */
  readonly name?: string;
  /** Values that OpenAPI lists. */
  readonly values?: readonly string[];
}

export interface Field {
  readonly json: string;
  readonly go: string;
  readonly type: GoType;
  readonly omitEmpty: boolean;
  readonly required: boolean;
  /** An embedded struct: its fields stand in the outer one's JSON. */
  readonly inline: boolean;
  readonly patchStrategies: readonly string[];
  readonly mergeKey?: string;
  readonly listType?: string;
  /** How server-side apply takes a map or struct: atomic or granular. */
  readonly mapType?: string;
  readonly mapKeys?: readonly string[];
}

export interface StructType {
  readonly form: 'struct';
  readonly name: string;
  readonly go: string;
  /** As declared: embedded structs are one member. */
  readonly members: readonly Field[];
  /** As in JSON: the fields of embedded structs stand among the others. */
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, number>;
  /** Server-side apply takes the struct as one value. */
  readonly atomic: boolean;
}

const scalar = (form: ScalarForm, go: string): ScalarType => ({ form, go });

const BASIC: Readonly<Record<string, GoType>> = {
  string: scalar('string', 'string'),
  bool: scalar('bool', 'bool'),
  int: scalar('int', 'int'),
  int32: scalar('int', 'int32'),
  int64: scalar('int', 'int64'),
  float64: scalar('float', 'float64'),
  '[]byte': scalar('bytes', '[]uint8'),
  'resource.Quantity': { form: 'quantity', go: 'resource.Quantity', name: 'resource.Quantity' },
  'intstr.IntOrString': { form: 'int-or-string', go: 'intstr.IntOrString', name: 'intstr.IntOrString' },
  'runtime.RawExtension': { form: 'raw', go: 'runtime.RawExtension', name: 'runtime.RawExtension' },
};

const SPECIAL: Readonly<Record<string, SpecialForm>> = {
  'meta/v1.Time': 'time',
  'meta/v1.MicroTime': 'micro-time',
  'meta/v1.Duration': 'duration',
  'meta/v1.FieldsV1': 'raw',
  'apiextensions.k8s.io/v1.JSON': 'raw',
  'apiextensions.k8s.io/v1.JSONSchemaPropsOrBool': 'schema-or-bool',
  'apiextensions.k8s.io/v1.JSONSchemaPropsOrArray': 'schema-or-list',
  'apiextensions.k8s.io/v1.JSONSchemaPropsOrStringArray': 'schema-or-strings',
};

const known = new Map<string, GoType>();

/** The struct of that name, e.g. `apps/v1.Deployment`; undefined where the tree has none. */
export function findStruct(name: string): StructType | undefined {
  const type = namedType(name);
  return type?.form === 'struct' ? type : undefined;
}

/** As {@link findStruct} for a name that must be there. */
export function structOf(name: string): StructType {
  const struct = findStruct(name);
  assert(struct, `the field tree has no struct ${name}`);
  return struct;
}

/** `core/v1.PodSpec` as Go prints it: the last folder of the package, `v1.PodSpec`. */
export const goName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

export function namedType(name: string): GoType | undefined {
  const cached = known.get(name) ?? BASIC[name];
  if (cached !== undefined) return cached;
  const made = makeNamed(name);
  if (made !== undefined) known.set(name, made);
  return made;
}

function makeNamed(name: string): GoType | undefined {
  const special = SPECIAL[name];
  if (special !== undefined) return { form: special, go: goName(name), name };
  const entry = typeEntry(name);
  if (entry === undefined) return undefined;
  return entry.startsWith(':') ? makeAlias(name, entry) : makeStruct(name, entry);
}

function makeAlias(name: string, entry: string): GoType {
  const [, text = '', values] = /^:([^ ]+)(?: (.*))?$/.exec(entry) ?? [];
  const base = parseType(text, packageOf(name));
  const go = goName(name);
  if (values === undefined || base.form !== 'string')
    return { ...base, go, ...('name' in base ? {} : { name }) };
  return { form: 'string', go, name, values: values.split('|') };
}

const packageOf = (name: string): string => name.slice(0, name.lastIndexOf('.'));

function parseType(text: string, pkg: string): GoType {
  const basic = BASIC[text];
  if (basic !== undefined) return basic;
  if (text.startsWith('*')) {
    const to = parseType(text.slice(1), pkg);
    return { form: 'pointer', go: `*${to.go}`, to };
  }
  if (text.startsWith('[]')) {
    const element = parseType(text.slice(2), pkg);
    return { form: 'list', go: `[]${element.go}`, element };
  }
  if (text.startsWith('map[')) {
    const end = text.indexOf(']');
    const key = parseType(text.slice(4, end), pkg);
    const value = parseType(text.slice(end + 1), pkg);
    return { form: 'map', go: `map[${key.go}]${value.go}`, key, value };
  }
  const type = namedType(text.includes('.') ? text : `${pkg}.${text}`);
  assert(type, `the field tree names ${text} in ${pkg} but does not hold it`);
  return type;
}

/** Fields are read when they are first asked for: a kind's tree is deep, and types refer to themselves. */
function makeStruct(name: string, entry: string): StructType {
  let members: readonly Field[] | undefined;
  let fields: readonly Field[] | undefined;
  let byName: ReadonlyMap<string, number> | undefined;
  const struct: StructType = {
    form: 'struct',
    name,
    go: goName(name),
    atomic: entry.endsWith(';!atomic'),
    get members() {
      members ??= parseFields(entry, packageOf(name));
      return members;
    },
    get fields() {
      fields ??= struct.members.flatMap((member) =>
        member.inline && member.type.form === 'struct' ? member.type.fields : [member],
      );
      return fields;
    },
    get byName() {
      byName ??= new Map(struct.fields.map((field, index) => [field.json, index]));
      return byName;
    },
  };
  return struct;
}

function parseFields(entry: string, pkg: string): readonly Field[] {
  return entry
    .split(';')
    .filter((text) => text !== '' && !text.startsWith('!'))
    .map((text) => parseField(text, pkg));
}

function parseField(text: string, pkg: string): Field {
  const [names = '', type = '', ...flags] = text.split(' ');
  const [json = '', go] = names.split('=');
  const patch = flags.find((flag) => flag.startsWith('p='))?.slice(2);
  const list = flags.find((flag) => flag.startsWith('l='))?.slice(2);
  const mapType = flags.find((flag) => flag.startsWith('m='))?.slice(2);
  const [strategies = '', mergeKey] = patch?.split('/') ?? [];
  const [listType, mapKeys] = list?.split('/') ?? [];
  return {
    json,
    go: go ?? json.charAt(0).toUpperCase() + json.slice(1),
    type: parseType(type, pkg),
    omitEmpty: flags.includes('o'),
    required: flags.includes('r'),
    inline: json === '',
    patchStrategies: strategies === '' ? [] : strategies.split(','),
    ...(mergeKey === undefined ? {} : { mergeKey }),
    ...(listType === undefined ? {} : { listType }),
    ...(mapKeys === undefined ? {} : { mapKeys: mapKeys.split(',') }),
    ...(mapType === undefined ? {} : { mapType }),
  };
}
