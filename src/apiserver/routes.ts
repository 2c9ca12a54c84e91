import type { Kind } from '../kinds/kind.ts';
import { isFields } from '../machinery/json.ts';
import { badRequest, failure, type StatusError } from '../machinery/status.ts';
import type { Registry } from './registry.ts';

/** Where a path leads. */
export interface ResourceRoute {
  readonly kind: Kind;
  /** '' for cluster-scoped kinds and for lists over all namespaces. */
  readonly namespace: string;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

const UNKNOWN_PATH = 'the server could not find the requested resource';

/** No resource of the group and version has such a path. */
export const unknownPath = (): StatusError => failure(404, 'NotFound', UNKNOWN_PATH, {});

/** The path leads nowhere at all. */
const noPage = (): StatusError => failure(404, 'NotFound', UNKNOWN_PATH);

/** Whether the answer says that the path leads nowhere at all: over HTTP that is told without a Status. */
export const isNoPage = (answer: unknown): boolean =>
  isFields(answer) &&
  answer['kind'] === 'Status' &&
  answer['message'] === UNKNOWN_PATH &&
  answer['details'] === undefined;

/** What a path that nobody answers is told. */
export function nowhere(path: string, { served }: Registry): StatusError {
  const [, root, ...rest] = path.split('/');
  const [group, version] = root === 'api' ? ['', rest[0]] : root === 'apis' ? rest : [];
  const isServed = served.some((kind) => kind.group === group && kind.version === version);
  return isServed ? unknownPath() : noPage();
}

const PROXY = /^(\/api\/v1\/namespaces\/[^/]+\/[^/]+\/[^/]+\/proxy)\//;

/** Whether somebody behind the API server is meant. */
export const isProxied = (path: string): boolean => PROXY.test(path);

/** Reads `/api/v1/namespaces/default/pods/web-0/log` and its kin; undefined when the path names no resource. */
export function routeOf(path: string, registry: Registry): ResourceRoute | undefined {
  // What stands behind `proxy` is for whom it leads to.
  const own = PROXY.exec(path)?.[1] ?? path;
  const [, root, ...rest] = own.split('/').map(decodeURIComponent);
  if (rest.includes('')) return undefined;
  if (root === 'api') return resourceRoute('', rest[0] ?? '', rest.slice(1), registry);
  if (root === 'apis') return resourceRoute(rest[0] ?? '', rest[1] ?? '', rest.slice(2), registry);
  return undefined;
}

function resourceRoute(
  group: string,
  version: string,
  parts: readonly string[],
  registry: Registry,
): ResourceRoute | undefined {
  if (
    parts[0] === 'namespaces' &&
    parts[1] !== undefined &&
    parts[2] !== undefined &&
    !isNamespaceSubresource(group, parts[2])
  ) {
    return find(group, version, parts[2], parts[1], parts[3], parts[4], registry);
  }
  return parts[0] === undefined
    ? undefined
    : find(group, version, parts[0], '', parts[1], parts[2], registry);
}

function isNamespaceSubresource(group: string, part: string): boolean {
  return group === '' && (part === 'status' || part === 'finalize');
}

function find(
  group: string,
  version: string,
  plural: string,
  namespace: string,
  name: string | undefined,
  subresource: string | undefined,
  registry: Registry,
): ResourceRoute | undefined {
  const kind = registry.byPath(group, version, plural);
  if (kind === undefined || (kind.scope === 'Cluster' && namespace !== '')) return undefined;
  return { kind, namespace, name, subresource };
}

/** What is wrong with a name in a path, in the words of path.IsValidPathSegmentName; undefined when nothing is. */
export function pathNameFault(name: string): StatusError | undefined {
  const faults = name === '.' || name === '..' ? [`may not be '${name}'`] : [];
  for (const letter of ['/', '%']) if (name.includes(letter)) faults.push(`may not contain '${letter}'`);
  if (faults.length === 0) return undefined;
  return badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${faults.join(';')}`);
}
