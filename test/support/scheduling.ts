import { readFileSync } from 'node:fs';
import type { Query, Reader } from '../../src/client/client.ts';
import { Namespace } from '../../src/kinds/core/namespace/kind.ts';
import { Node } from '../../src/kinds/core/node/kind.ts';
import { Pod } from '../../src/kinds/core/pod/kind.ts';
import type { Kind } from '../../src/kinds/kind.ts';
import { matches, selectorFrom } from '../../src/machinery/labels.ts';
import type { KubeObject, Ref } from '../../src/machinery/object-meta.ts';
import { createRng } from '../../src/simulation/rng.ts';

export const rng = createRng(1);

/** A reader over plain lists: what pure decisions are tested with. */
export function readerOf(objects: ReadonlyMap<Kind, readonly KubeObject[]>): Reader {
  const all = (kind: Kind): readonly KubeObject[] => objects.get(kind) ?? [];
  const isAt =
    ({ namespace, name }: Ref) =>
    (object: KubeObject) =>
      object.metadata.name === name && (object.metadata.namespace ?? '') === namespace;
  const found = (kind: Kind, { namespace, labels }: Query = {}) =>
    all(kind).filter(
      ({ metadata }) =>
        (namespace === undefined || (metadata.namespace ?? '') === namespace) &&
        (labels === undefined || matches(selectorFrom(labels), metadata.labels)),
    );
  return {
    find: ((kind: Kind, ref: Ref) => all(kind).find(isAt(ref))) as Reader['find'],
    list: ((kind: Kind, query?: Query) => found(kind, query)) as Reader['list'],
    count: ((kind: Kind, query?: Query) => found(kind, query).length) as Reader['count'],
  };
}

/** A thing of upstream's tables, where most fields may be absent. */
export type Sketch = { readonly [key: string]: unknown };

const part = (value: unknown): Sketch => (value ?? {}) as Sketch;

let counted = 0;

/** A whole pod from a table's sketch; pods without a name get one. */
export function podFrom(sketch: Sketch | undefined, namespace = 'default'): Pod {
  const metadata = part(sketch?.['metadata']);
  const spec = part(sketch?.['spec']);
  const name = (metadata['name'] as string | undefined) || `pod-${++counted}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      uid: `${name}-uid`,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
      name,
    },
    spec: { containers: [], ...spec },
    ...(sketch?.['status'] === undefined ? {} : { status: sketch['status'] }),
  } as unknown as Pod;
}

export function nodeFrom(sketch: Sketch | undefined): Node {
  const metadata = part(sketch?.['metadata']);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      uid: 'node-uid',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...metadata,
      name: metadata['name'] ?? '',
    },
    ...(sketch?.['spec'] === undefined ? {} : { spec: sketch['spec'] }),
    ...(sketch?.['status'] === undefined ? {} : { status: sketch['status'] }),
  } as unknown as Node;
}

/** The namespaces that upstream's tests of namespace selectors have. */
const TEAMS: readonly Namespace[] = ['team1', 'team2'].flatMap((team) =>
  ['subteam1', 'subteam2'].map(
    (part) =>
      ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: `${part}.${team}`, labels: { team } },
      }) as unknown as Namespace,
  ),
);

/** A cluster of these nodes and pods; nodes have room unless they say otherwise. */
export function clusterOf(nodes: readonly Node[], pods: readonly Pod[]): Reader {
  return readerOf(
    new Map<Kind, readonly KubeObject[]>([
      [Node as unknown as Kind, nodes],
      [Pod as unknown as Kind, pods],
      [Namespace as unknown as Kind, TEAMS],
    ]),
  );
}

/** A null field of upstream's tables is one that is not there. */
const withoutNulls = (_: string, value: unknown): unknown => (value === null ? undefined : value);

export interface Vectors {
  readonly tables: Readonly<Record<string, unknown>>;
}

/** The rows of one upstream table; rows that hold code instead of data are left out. `known` puts data for code. */
export function rowsOf(
  file: string,
  table: string,
  known: (text: string) => string = (text) => text,
): readonly Sketch[] {
  const { tables } = JSON.parse(
    readFileSync(`${import.meta.dirname}/../vectors/${file}.json`, 'utf8'),
  ) as Vectors;
  const found = tables[table];
  const rows = (Array.isArray(found) ? found : part(found)['tests']) as readonly Sketch[];
  return rows
    .map((row) => JSON.parse(known(JSON.stringify(row)), withoutNulls) as Sketch)
    .filter((row) => !/"\$(?:go|call)"/.test(JSON.stringify(row)));
}
