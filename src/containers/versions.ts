import type { Reader } from '../client/client.ts';
import { ConfigMap } from '../kinds/core/configmap/kind.ts';
import type { Pod } from '../kinds/core/pod/types.ts';
import { Secret } from '../kinds/core/secret/kind.ts';
import type { Kind } from '../kinds/kind.ts';
import { fnv32a } from '../machinery/hash.ts';
import { type Instant, instant, minutes } from '../machinery/instant.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';
import type { Rows } from './history.ts';

/** What a ConfigMap or Secret was until a moment: containers of before have it in their environment and files. */
interface Version {
  readonly until: Instant;
  readonly object: KubeObject;
}

/** Most old versions of one object that are kept. */
const VERSIONS_MOST = 10;
/** A kubelet looks at each of its pods once in this time, and then lays out what has changed. */
const RESYNC = minutes(1);

const SOURCES = { configmap: ConfigMap, secret: Secret } as const;
export type SourceName = keyof typeof SOURCES;

const rowOf = (source: SourceName, { namespace, name }: Ref): string => `was/${source}/${namespace}/${name}`;
const versionsOf = (rows: Rows, source: SourceName, ref: Ref): readonly Version[] =>
  (rows.get(rowOf(source, ref)) as readonly Version[] | undefined) ?? [];

/** Keeps what the object was until now. */
export function recordVersion(rows: Rows, source: SourceName, object: KubeObject, until: Instant): void {
  const { namespace = '', name } = object.metadata;
  const ref = { namespace, name };
  const kept = [...versionsOf(rows, source, ref), { until, object: withoutHistory(object) }];
  rows.set(rowOf(source, ref), kept.slice(-VERSIONS_MOST));
}

function withoutHistory({ metadata, ...rest }: KubeObject): KubeObject {
  const { managedFields: _, annotations: __, ...own } = metadata;
  return { ...rest, metadata: own };
}

/** The cluster as it is, with ConfigMaps and Secrets as they were at the moment. */
export function readerAt(reader: Reader, rows: Rows, at: Instant): Reader {
  return {
    list: reader.list,
    count: reader.count,
    find: <T extends KubeObject>(kind: Kind<T>, ref: Ref): T | undefined => {
      const source = sourceOf(kind);
      const old =
        source === undefined ? undefined : versionsOf(rows, source, ref).find(({ until }) => until > at);
      return old === undefined ? reader.find(kind, ref) : (old.object as T);
    },
  };
}

const sourceOf = ({ group, plural }: { readonly group: string; readonly plural: string }) =>
  (Object.keys(SOURCES) as SourceName[]).find((name) => {
    const kind = SOURCES[name];
    return kind.group === group && kind.plural === plural;
  });

/** When the kubelet lays out anew what volumes of the pod show, and as of when. */
export interface Refresh {
  readonly at: Instant;
  readonly as: Instant;
}

/** Changes of what the pod's volumes show, after the moment: they are seen with the pod's next resync. */
export function refreshesOf(pod: Pod, start: Instant, rows: Rows): readonly Refresh[] {
  const changes = new Set<Instant>();
  for (const [source, ref] of sourcesOf(pod))
    for (const { until } of versionsOf(rows, source, ref)) if (until > start) changes.add(until);
  const phase = fnv32a(pod.metadata.uid) % RESYNC;
  return [...changes].map((as) => ({
    as,
    at: instant(Math.ceil((as - phase) / RESYNC) * RESYNC + phase),
  }));
}

function sourcesOf({ metadata, spec }: Pod): readonly (readonly [SourceName, Ref])[] {
  const { namespace = '' } = metadata;
  const named = (source: SourceName, name: string | undefined) =>
    name === undefined ? [] : [[source, { namespace, name }] as const];
  return (spec.volumes ?? []).flatMap(({ configMap, secret, projected }) => [
    ...named('configmap', configMap?.name),
    ...named('secret', secret?.secretName),
    ...(projected?.sources ?? []).flatMap((part) => [
      ...named('configmap', part.configMap?.name),
      ...named('secret', part.secret?.name),
    ]),
  ]);
}
