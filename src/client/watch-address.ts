import { isYes } from './query.ts';

type Query = Readonly<Record<string, string>>;

interface Address {
  readonly path: string;
  readonly query: Query;
}

const ROOT = /^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\//;

/** Whether a GET of this asks for a stream of changes: upstream streams collections only. */
export function isWatch({ path, query }: Address): boolean {
  return isYes(query['watch']) && partsBehindNamespace(path).length === 1;
}

/** The old way to ask: `/api/v1/watch/pods` is `/api/v1/pods?watch=true`, one object is its name as a field selector. */
export function withoutWatchPath({ path, query }: Address): Address {
  const root = ROOT.exec(path)?.[0] ?? '';
  if (root === '' || !path.startsWith(`${root}watch/`)) return { path, query };
  const collection = root + path.slice(root.length + 'watch/'.length);
  const parts = partsBehindNamespace(collection);
  const watched = { ...query, watch: 'true' };
  const [, name] = parts;
  if (name === undefined || parts.length > 2) return { path: collection, query: watched };
  return {
    path: collection.slice(0, -(name.length + 1)),
    query: { ...watched, fieldSelector: `metadata.name=${name}` },
  };
}

/** `pods/web` of `/api/v1/namespaces/default/pods/web`, as parts. */
function partsBehindNamespace(path: string): readonly string[] {
  const root = ROOT.exec(path)?.[0];
  if (root === undefined) return [];
  const parts = path.slice(root.length).split('/');
  return parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
}
