import {
  CORE_SCHEMA,
  defineScalarTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  type Schema,
  seqTag,
  type TagDefinition,
} from 'js-yaml';

// go-yaml reads plain scalars by YAML 1.1 with exceptions of its own (no base 60, no timestamps), then makes JSON of them.

/** Plain scalars that are booleans. */
function booleanTag(yes: string, no: string): TagDefinition {
  const values = new Map([
    ...yes.split(' ').map((word) => [word, true] as const),
    ...no.split(' ').map((word) => [word, false] as const),
  ]);
  return defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
    implicit: true,
    implicitFirstChars: [...new Set([...values.keys()].map((word) => word.charAt(0)))],
    resolve: (text) => values.get(text) ?? NOT_RESOLVED,
    identify: () => false,
  });
}

const boolean = booleanTag(
  'y Y yes Yes YES true True TRUE on On ON',
  'n N no No NO false False FALSE off Off OFF',
);
const plainBoolean = booleanTag('true True TRUE', 'false False FALSE');

const integer = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'+-0123456789'],
  resolve: (text) => wholeNumber(text) ?? NOT_RESOLVED,
  identify: () => false,
});

const float = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...'+-.0123456789'],
  resolve: (text, explicit) => {
    refuseUnsupported(text);
    return fraction(text) ?? (explicit ? wholeNumber(text) : undefined) ?? NOT_RESOLVED;
  },
  identify: () => false,
});

const binary = defineScalarTag<string>('tag:yaml.org,2002:binary', {
  resolve: (text) => decoded(text.replace(/\s/g, '')),
  identify: () => false,
});

const mapping: TagDefinition = {
  ...mapTag,
  addPair: (carrier: Record<string, unknown>, key: unknown, value: unknown) => {
    if (key === null || key === undefined) {
      throw new Error(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${goSyntax(value)}`);
    }
    if (typeof key === 'object') throw new Error(`yaml: invalid map key: ${goSyntax(key)}`);
    return mapTag.addPair(carrier, key, value);
  },
};

/** Tags nobody knows are overlooked. */
const unknown = ['!', 'tag:'].flatMap((tagName): TagDefinition[] => [
  defineScalarTag<string>(tagName, {
    matchByTagPrefix: true,
    resolve: (text) => text,
    identify: () => false,
  }),
  { ...seqTag, tagName, matchByTagPrefix: true, identify: () => false },
  { ...mapping, tagName, matchByTagPrefix: true, identify: () => false } as TagDefinition,
]);

function decoded(base64: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    throw new Error('yaml: !!binary value contains invalid base64 data');
  }
  return Buffer.from(base64, 'base64').toString('utf8');
}

/** A value as Go's %#v writes what go-yaml made of it. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const pairs = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${goSyntax(one)}`);
  return `map[interface {}]interface {}{${pairs.join(', ')}}`;
}

const tags = [integer, float, binary, ...unknown, mapping, mergeTag];

/** How kubectl reads YAML. */
export const kubeSchema: Schema = CORE_SCHEMA.withTags(boolean, ...tags);

/** How kustomize reads resources and patches: `yes`, `on` and `n` are words. */
export const kustomizeSchema: Schema = CORE_SCHEMA.withTags(plainBoolean, ...tags);

function wholeNumber(written: string): number | undefined {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(written.replaceAll('_', '')) ?? [];
  const size = unsigned(digits);
  if (size === undefined) return undefined;
  return sign === '-' && size !== 0 ? -size : size;
}

function unsigned(digits: string): number | undefined {
  if (/^0x[0-9a-f]+$/i.test(digits) || /^0b[01]+$/i.test(digits) || /^0o[0-7]+$/i.test(digits))
    return Number(digits);
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return /^(0|[1-9][0-9]*)$/.test(digits) ? Number(digits) : undefined;
}

function fraction(written: string): number | undefined {
  const digits = written.replaceAll('_', '');
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

function refuseUnsupported(text: string): void {
  const [, sign = '', special] = /^([-+]?)\.(inf|Inf|INF|nan|NaN|NAN)$/.exec(text) ?? [];
  if (special === undefined) return;
  const value = special.toLowerCase() === 'nan' ? 'NaN' : `${sign === '-' ? '-' : '+'}Inf`;
  throw new Error(`json: unsupported value: ${value}`);
}
