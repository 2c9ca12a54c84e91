import type { Kind } from '../kinds/kind.ts';
import { describeField } from '../kinds/schema/docs.ts';
import { componentName, type OpenApiSchema } from '../kinds/schema/openapi.ts';
import { componentOf } from './openapi-component.ts';

/** What many operations take: they refer to it. */
const SHARED = {
  allowWatchBookmarks: 'boolean',
  continue: 'string',
  fieldManager: 'string',
  fieldSelector: 'string',
  force: 'boolean',
  gracePeriodSeconds: 'integer',
  labelSelector: 'string',
  limit: 'integer',
  propagationPolicy: 'string',
  resourceVersion: 'string',
  resourceVersionMatch: 'string',
  sendInitialEvents: 'boolean',
  timeoutSeconds: 'integer',
  watch: 'boolean',
} as const;
type Shared = keyof typeof SHARED;

const LISTING: readonly Shared[] = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
];
const DELETING: readonly Shared[] = ['gracePeriodSeconds', 'propagationPolicy'];
const PATCHES = ['json-patch+json', 'merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml'];

/** What users define has no types in the server: there is nothing a strategic merge patch could go by. */
const patchesOf = ({ ownSchema }: Kind): readonly string[] =>
  PATCHES.filter((type) => ownSchema === undefined || !type.startsWith('strategic')).map(
    (type) => `application/${type}`,
  );

/** The words of API documentation for a parameter stand under this name. */
const DOCUMENTED = 'parameters';

/** Parameters by the names that references use. */
export const sharedParameters = (): Readonly<Record<string, OpenApiSchema>> =>
  Object.fromEntries(Object.entries(SHARED).map(([name, type]) => [name, inQuery(name, type)]));

function inQuery(name: string, type: string): OpenApiSchema {
  const description = describeField(DOCUMENTED, name);
  return { ...(description === '' ? {} : { description }), in: 'query', name, type, uniqueItems: true };
}

const refer = (names: readonly Shared[]): readonly OpenApiSchema[] =>
  names.map((name) => ({ $ref: `#/parameters/${name}` }));
const inPath = (name: string): OpenApiSchema => ({
  in: 'path',
  name,
  required: true,
  type: 'string',
  uniqueItems: true,
});

/** The path of a kind's collection and that of its objects, with what may be done there. */
export function operationsOf(kind: Kind): readonly (readonly [string, OpenApiSchema])[] {
  const { group, version, plural, scope } = kind;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const isNamespaced = scope === 'Namespaced';
  const collection = `${root}/${isNamespaced ? 'namespaces/{namespace}/' : ''}${plural}`;
  const place = isNamespaced ? [inPath('namespace')] : [];
  return [
    [collection, { ...collectionOperations(kind), parameters: place }],
    [`${collection}/{name}`, { ...objectOperations(kind), parameters: [inPath('name'), ...place] }],
  ];
}

const STATUS = componentName('meta/v1.Status');

interface Operation {
  readonly action: string;
  readonly description: string;
  readonly id: string;
  readonly parameters: readonly OpenApiSchema[];
  readonly answer?: string;
  readonly consumes?: readonly string[];
}

function collectionOperations(kind: Kind): OpenApiSchema {
  const { kind: name } = kind;
  return {
    get: operation(kind, {
      action: 'list',
      description: `list or watch objects of kind ${name}`,
      id: 'list',
      parameters: refer([...LISTING, 'watch']),
      answer: `${componentOf(kind)}List`,
    }),
    post: operation(kind, {
      action: 'post',
      description: `create ${article(name)} ${name}`,
      id: 'create',
      parameters: [inBody(kind), ...written()],
    }),
    delete: operation(kind, {
      action: 'deletecollection',
      description: `delete collection of ${name}`,
      id: 'deleteCollection',
      parameters: [dryRun(), ...refer([...LISTING.slice(1), ...DELETING])],
      answer: STATUS,
    }),
  };
}

function objectOperations(kind: Kind): OpenApiSchema {
  const { kind: name } = kind;
  return {
    get: operation(kind, {
      action: 'get',
      description: `read the specified ${name}`,
      id: 'read',
      parameters: [],
    }),
    put: operation(kind, {
      action: 'put',
      description: `replace the specified ${name}`,
      id: 'replace',
      parameters: [inBody(kind), ...written()],
    }),
    delete: operation(kind, {
      action: 'delete',
      description: `delete ${article(name)} ${name}`,
      id: 'delete',
      parameters: [dryRun(), ...refer(DELETING)],
      answer: STATUS,
    }),
    patch: operation(kind, {
      action: 'patch',
      description: `partially update the specified ${name}`,
      id: 'patch',
      parameters: [...written(), ...refer(['force'])],
      consumes: patchesOf(kind),
    }),
  };
}

const article = (name: string): string => (/^[AEIOU]/.test(name) ? 'an' : 'a');
const dryRun = (): OpenApiSchema => inQuery('dryRun', 'string');
const written = (): readonly OpenApiSchema[] => [
  dryRun(),
  ...refer(['fieldManager']),
  inQuery('fieldValidation', 'string'),
];
const reference = (component: string): OpenApiSchema => ({ $ref: `#/definitions/${component}` });
const inBody = (kind: Kind): OpenApiSchema => ({
  in: 'body',
  name: 'body',
  required: true,
  schema: reference(componentOf(kind)),
});

function operation(kind: Kind, { action, description, id, parameters, answer, consumes }: Operation) {
  const { group, version, kind: name } = kind;
  return {
    consumes: consumes ?? ['*/*'],
    description,
    operationId: operationId(id, kind),
    parameters,
    produces: ['application/json', 'application/yaml'],
    responses: { 200: { description: 'OK', schema: reference(answer ?? componentOf(kind)) } },
    schemes: ['https'],
    tags: [`${groupWords(group).join('_')}_${version}`],
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, kind: name, version },
  };
}

/** `rbac.authorization.k8s.io` is called by `rbac` and `authorization`. */
const groupWords = (group: string): readonly string[] =>
  group === '' ? ['core'] : group.replace(/\.k8s\.io$/, '').split('.');

const capital = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** `listCoreV1NamespacedConfigMap`, and of whole collections `deleteCoreV1CollectionNamespacedConfigMap`. */
function operationId(id: string, { group, version, kind, scope }: Kind): string {
  const whole = id === 'deleteCollection' ? 'Collection' : '';
  const place = scope === 'Namespaced' ? 'Namespaced' : '';
  const verb = id.replace('Collection', '');
  return `${verb}${groupWords(group).map(capital).join('')}${capital(version)}${whole}${place}${kind}`;
}
