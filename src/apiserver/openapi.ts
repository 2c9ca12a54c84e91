import type { Kind } from '../kinds/kind.ts';
import { componentName, openApiComponents } from '../kinds/schema/openapi.ts';
import { fnv32a } from '../machinery/hash.ts';
import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';
import { openApiV2 } from './openapi-v2.ts';
import { apiVersionOf, type Registry } from './registry.ts';

const ROOT = '/openapi/v3';

/** Answers /openapi/v2, /openapi/v3 and the documents below it; undefined for any other path. */
export function openApiAnswer(path: string, registry: Registry): unknown {
  if (path === '/openapi/v2') return openApiV2(registry, documentOf(registry.served).components.schemas);
  if (path === ROOT)
    return {
      paths: Object.fromEntries(
        groupVersions(registry).map((place) => [place, entryOf(place, registry.served)]),
      ),
    };
  const kinds = registry.served.filter((kind) => `${ROOT}/${placeOf(kind)}` === path);
  return kinds.length === 0 ? undefined : documentOf(kinds);
}

/** `api/v1`, `apis/apps/v1`. */
function placeOf(kind: Kind): string {
  return kind.group === '' ? `api/${kind.version}` : `apis/${apiVersionOf(kind)}`;
}

function groupVersions(registry: Registry): readonly string[] {
  return [...new Set(registry.served.map(placeOf))];
}

/** The hash tells clients that what they keep is still good. */
const entryOf = (place: string, kinds: readonly Kind[]) => {
  const served = kinds.filter((kind) => placeOf(kind) === place).map((kind) => kind.kind);
  const hash = fnv32a(`${KUBERNETES_VERSION} ${served.join(' ')}`)
    .toString(16)
    .padStart(8, '0');
  return { serverRelativeURL: `${ROOT}/${place}?hash=${hash.toUpperCase()}` };
};

function documentOf(kinds: readonly Kind[]) {
  const schemas = openApiComponents(kinds.map(({ schema }) => schema));
  for (const { schema, group, version, kind } of kinds) {
    const name = componentName(schema);
    schemas[name] = { ...schemas[name], 'x-kubernetes-group-version-kind': [{ group, kind, version }] };
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths: Object.fromEntries(kinds.map(pathOf)),
    components: { schemas },
  };
}

/** Clients look at PATCH: its kind, and whether the server looks at fields itself. */
function pathOf({ group, version, kind, plural, scope, schema }: Kind): readonly [string, unknown] {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const path = `${root}/${scope === 'Namespaced' ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;
  const answer = {
    description: 'OK',
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${componentName(schema)}` } } },
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
