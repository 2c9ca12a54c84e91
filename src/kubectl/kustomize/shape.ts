import { compareText, type Fields, isFields } from '../../machinery/json.ts';
import { CommandError } from '../command.ts';

/** A type as Go writes it: `string`, `[]types.Image`, `map[string]string`. */
type GoType = string;

/** The fields of each structure in a kustomization; what does not act here is `any`. */
const STRUCTURES: Readonly<Record<GoType, Readonly<Record<string, GoType>>>> = {
  'types.Kustomization': {
    apiVersion: 'string',
    kind: 'string',
    metadata: 'types.ObjectMeta',
    resources: '[]string',
    bases: '[]string',
    components: '[]string',
    namePrefix: 'string',
    nameSuffix: 'string',
    namespace: 'string',
    commonLabels: 'map[string]string',
    labels: '[]types.Label',
    commonAnnotations: 'map[string]string',
    images: '[]types.Image',
    imageTags: '[]types.Image',
    replicas: '[]types.Replica',
    configMapGenerator: '[]types.ConfigMapArgs',
    secretGenerator: '[]types.SecretArgs',
    generatorOptions: 'types.GeneratorOptions',
    patches: '[]types.Patch',
    patchesStrategicMerge: '[]types.PatchStrategicMerge',
    patchesJson6902: '[]types.Patch',
    sortOptions: 'types.SortOptions',
    ...unsupported(
      'buildMetadata configurations crds generators helmChartInflationGenerator helmCharts helmGlobals openapi ' +
        'replacements transformers validators vars',
    ),
  },
  'types.ObjectMeta': {
    name: 'string',
    namespace: 'string',
    labels: 'map[string]string',
    annotations: 'map[string]string',
  },
  'types.Label': {
    pairs: 'map[string]string',
    includeSelectors: 'bool',
    includeTemplates: 'bool',
    fields: '[]types.FieldSpec',
  },
  'types.FieldSpec': { group: 'string', version: 'string', kind: 'string', path: 'string', create: 'bool' },
  'types.Image': {
    name: 'string',
    newName: 'string',
    tagSuffix: 'string',
    newTag: 'string',
    digest: 'string',
  },
  'types.Replica': { name: 'string', count: 'int64' },
  'types.ConfigMapArgs': generatorFields(),
  'types.SecretArgs': { ...generatorFields(), type: 'string' },
  'types.GeneratorOptions': {
    labels: 'map[string]string',
    annotations: 'map[string]string',
    disableNameSuffixHash: 'bool',
    immutable: 'bool',
  },
  'types.Patch': {
    path: 'string',
    patch: 'string',
    target: 'types.Selector',
    options: 'map[string]bool',
  },
  'types.Selector': {
    group: 'string',
    version: 'string',
    kind: 'string',
    name: 'string',
    namespace: 'string',
    annotationSelector: 'string',
    labelSelector: 'string',
  },
  'types.SortOptions': { order: 'string', legacySortOptions: 'types.LegacySortOptions' },
  'types.LegacySortOptions': { orderFirst: '[]string', orderLast: '[]string' },
};

const IN_GENERATORS: Readonly<Record<string, string>> = {
  name: 'GeneratorArgs',
  namespace: 'GeneratorArgs',
  behavior: 'GeneratorArgs',
  options: 'GeneratorArgs',
  literals: 'GeneratorArgs.KvPairSources',
  files: 'GeneratorArgs.KvPairSources',
  envs: 'GeneratorArgs.KvPairSources',
  env: 'GeneratorArgs.KvPairSources',
};

/** Structures inside others whose fields stand beside the others': Go tells where a field comes from. */
const EMBEDDED: Readonly<Record<GoType, Readonly<Record<string, string>>>> = {
  'types.Kustomization': { apiVersion: 'TypeMeta', kind: 'TypeMeta' },
  'types.ConfigMapArgs': IN_GENERATORS,
  'types.SecretArgs': IN_GENERATORS,
};

function generatorFields(): Readonly<Record<string, GoType>> {
  return {
    name: 'string',
    namespace: 'string',
    behavior: 'string',
    options: 'types.GeneratorOptions',
    literals: '[]string',
    files: '[]string',
    envs: '[]string',
    env: 'string',
  };
}

function unsupported(names: string): Readonly<Record<string, GoType>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'any']));
}

/** The value with its fields named as they should be; refuses, as Go does, what is not of the structure's types. */
export function shaped(value: Fields): Fields {
  return structure(value, 'types.Kustomization', { owner: '', path: [] });
}

interface Place {
  readonly owner: string;
  readonly path: readonly string[];
}

function convert(value: unknown, type: GoType, place: Place): unknown {
  const item = /^\[\](.*)$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) throw mismatch(value, type, place);
    return value.map((one) => (one === null ? empty(item) : convert(one, item, place)));
  }
  const member = /^map\[string\](.*)$/.exec(type)?.[1];
  if (member !== undefined) {
    if (!isFields(value)) throw mismatch(value, type, place);
    return Object.fromEntries(
      sortedEntries(value).map(([key, one]) => [
        key,
        one === null ? empty(member) : convert(one, member, place),
      ]),
    );
  }
  if (type in STRUCTURES) {
    if (!isFields(value)) throw mismatch(value, type, place);
    return structure(value, type, place);
  }
  if (!isOf(value, type)) throw mismatch(value, type, place);
  return value;
}

function structure(value: Fields, type: GoType, { path }: Place): Fields {
  const fields = STRUCTURES[type] ?? {};
  const pairs = sortedEntries(value).flatMap(([given, one]): (readonly [string, unknown])[] => {
    const name =
      given in fields
        ? given
        : Object.keys(fields).find((field) => field.toLowerCase() === given.toLowerCase());
    const wanted = name === undefined ? undefined : fields[name];
    if (name === undefined || wanted === undefined)
      throw new CommandError(`${INVALID}unknown field "${given}"`);
    if (one === null) return [];
    const inside = EMBEDDED[type]?.[name];
    const place = {
      owner: type.replace('types.', ''),
      path: [...path, ...(inside === undefined ? [] : [inside]), name],
    };
    return [[name, convert(one, wanted, place)]];
  });
  return Object.fromEntries(pairs);
}

const sortedEntries = (value: Fields): readonly (readonly [string, unknown])[] =>
  Object.entries(value).toSorted(([a], [b]) => compareText(a, b));

const empty = (type: GoType): unknown => (type in STRUCTURES ? {} : type === 'bool' ? false : '');

function isOf(value: unknown, type: GoType): boolean {
  if (type === 'any') return true;
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'int64') return Number.isInteger(value);
  return typeof value === 'string';
}

const INVALID = 'invalid Kustomization: json: ';

function mismatch(value: unknown, type: GoType, { owner, path }: Place): CommandError {
  const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const shown = kind === 'number' && type === 'int64' ? `number ${value}` : kind;
  return new CommandError(
    `${INVALID}cannot unmarshal ${shown} into Go struct field ${[owner, ...path].join('.')} of type ${type}`,
  );
}
