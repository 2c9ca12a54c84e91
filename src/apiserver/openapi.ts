import type { Kind } from '../kinds/kind.ts';
import { openApiComponents } from '../kinds/schema/openapi.ts';
import { namedType } from '../kinds/schema/type-tree.ts';
import { fnv32a } from '../machinery/hash.ts';
import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';
import { componentOf } from './openapi-component.ts';
import { openApiV2 } from './openapi-v2.ts';
import { apiVersionOf, type Registry } from './registry.ts';

const ROOT = '/openapi/v3';

/** Answers /openapi/v2, /openapi/v3 and the documents below it; undefined for any other path. */
export function openApiAnswer(path: string, registry: Registry): unknown {
  if (path === '/openapi/v2') return v2Of(documented(registry));
  if (path === ROOT)
    return {
      paths: Object.fromEntries(
        groupVersions(registry).map((place) => [place, entryOf(place, documented(registry))]),
      ),
    };
  const kinds = documented(registry).filter((kind) => `${ROOT}/${placeOf(kind)}` === path);
  return kinds.length === 0 ? undefined : documentOf(kinds);
}

/** What aggregated servers serve they document themselves. */
const documented = ({ served }: Registry): readonly Kind[] =>
  served.filter(({ ownSchema, schema }) => ownSchema !== undefined || namedType(schema) !== undefined);

const v2Of = (kinds: readonly Kind[]): unknown => openApiV2(kinds, documentOf(kinds).components.schemas);

/** `api/v1`, `apis/apps/v1`. */
function placeOf(kind: Kind): string {
  return kind.group === '' ? `api/${kind.version}` : `apis/${apiVersionOf(kind)}`;
}

function groupVersions(registry: Registry): readonly string[] {
  return [...new Set(documented(registry).map(placeOf))];
}

/** The hash tells clients that what they keep is still good. */
const entryOf = (place: string, kinds: readonly Kind[]) => {
  const served = kinds
    .filter((kind) => placeOf(kind) === place)
    .map(({ kind, ownSchema }) => (ownSchema === undefined ? kind : JSON.stringify(ownSchema.published())));
  const hash = fnv32a(`${KUBERNETES_VERSION} ${served.join(' ')}`)
    .toString(16)
    .padStart(8, '0');
  return { serverRelativeURL: `${ROOT}/${place}?hash=${hash.toUpperCase()}` };
};

function documentOf(kinds: readonly Kind[]) {
  const builtIn = kinds.filter(({ ownSchema }) => ownSchema === undefined).map(({ schema }) => schema);
  const isDefined = builtIn.length < kinds.length;
  const schemas = openApiComponents(isDefined ? [...builtIn, 'meta/v1.ObjectMeta'] : builtIn);
  for (const kind of kinds) {
    const { group, version } = kind;
    const name = componentOf(kind);
    schemas[name] = {
      ...(kind.ownSchema?.published() ?? schemas[name]),
      'x-kubernetes-group-version-kind': [{ group, kind: kind.kind, version }],
    };
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths: Object.fromEntries(kinds.map(pathOf)),
    components: { schemas },
  };
}

/** Clients look at PATCH: its kind, and whether the server looks at fields itself. */
function pathOf(served: Kind): readonly [string, unknown] {
  const { group, version, kind, plural, scope } = served;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const path = `${root}/${scope === 'Namespaced' ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;
  const answer = {
    description: 'OK',
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${componentOf(served)}` } } },
  };
  const operation = (action: string, parameters: readonly unknown[]) => ({
    responses: { 200: answer },
    parameters,
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  });
  const write = ['dryRun', 'fieldManager', 'fieldValidation'].map(queryParameter);
  return [
    path,
    {
      get: operation('get', []),
      put: operation('put', write),
      delete: operation('delete', ['dryRun', 'gracePeriodSeconds', 'propagationPolicy'].map(queryParameter)),
      patch: operation('patch', [...write, queryParameter('force')]),
      parameters: (path.match(/(?<=\{)\w+/g) ?? []).map(pathParameter),
    },
  ];
}

const queryParameter = (name: string) => ({
  name,
  in: 'query',
  schema: { type: 'string', uniqueItems: true },
});
const pathParameter = (name: string) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', uniqueItems: true },
});
