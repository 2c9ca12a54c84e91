import type { Kind } from '../kinds/kind.ts';
import { componentName, openApiComponents } from '../kinds/schema/openapi.ts';
import { KUBERNETES_VERSION } from '../machinery/kubernetes-version.ts';
import { apiVersionOf, type Registry } from './registry.ts';

const ROOT = '/openapi/v3';

/** Answers /openapi/v3 and the documents below it; undefined for any other path. */
export function openApiAnswer(path: string, registry: Registry): unknown {
  if (path === ROOT)
    return { paths: Object.fromEntries(groupVersions(registry).map((place) => [place, entryOf(place)])) };
  const kinds = registry.kinds.filter((kind) => `${ROOT}/${placeOf(kind)}` === path);
  return kinds.length === 0 ? undefined : documentOf(kinds);
}

/** `api/v1`, `apis/apps/v1`. */
function placeOf(kind: Kind): string {
  return kind.group === '' ? `api/${kind.version}` : `apis/${apiVersionOf(kind)}`;
}

function groupVersions(registry: Registry): readonly string[] {
  return [...new Set(registry.kinds.map(placeOf))];
}

const entryOf = (place: string) => ({ serverRelativeURL: `${ROOT}/${place}` });

function documentOf(kinds: readonly Kind[]): unknown {
  const schemas = openApiComponents(kinds.map(({ schema }) => schema));
  for (const { schema, group, version, kind } of kinds) {
    const name = componentName(schema);
    schemas[name] = { ...schemas[name], 'x-kubernetes-group-version-kind': [{ group, kind, version }] };
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: KUBERNETES_VERSION },
    paths: {},
    components: { schemas },
  };
}
