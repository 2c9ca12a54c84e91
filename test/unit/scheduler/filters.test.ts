import { describe, expect, test } from 'vitest';
import { nodeAffinity } from '../../../src/scheduler/filters/node-affinity.ts';
import { podAffinity } from '../../../src/scheduler/filters/pod-affinity.ts';
import { insufficient } from '../../../src/scheduler/filters/resources-fit.ts';
import { taintToleration } from '../../../src/scheduler/filters/taint-toleration.ts';
import { topologySpread } from '../../../src/scheduler/filters/topology-spread.ts';
import { type Filter, isRejection, type Verdict } from '../../../src/scheduler/framework.ts';
import { podInfo } from '../../../src/scheduler/pod-info.ts';
import { View } from '../../../src/scheduler/view.ts';
import { clusterOf, nodeFrom, podFrom, rowsOf, type Sketch } from '../../support/scheduling.ts';

interface WantedStatus {
  readonly code: string;
  readonly reasons?: readonly string[];
}

const list = (value: unknown): readonly Sketch[] => (value ?? []) as readonly Sketch[];

/** The filter's verdict on each node, in the order given. */
function verdicts(
  filter: Filter,
  pod: Sketch,
  nodes: readonly Sketch[],
  pods: readonly Sketch[],
): readonly (Verdict | undefined)[] {
  const all = nodes.map(nodeFrom);
  const view = new View(
    clusterOf(
      all,
      pods.map((each) => podFrom(each)),
    ),
  );
  const check = filter.prepare(podInfo(podFrom(pod)), view);
  return all.map(({ metadata }) => {
    const node = view.nodeNamed(metadata.name);
    if (node === undefined || check === undefined || isRejection(check)) return undefined;
    return check(node);
  });
}

const shown = (verdict: Verdict | undefined): WantedStatus | null =>
  verdict === undefined
    ? null
    : {
        code: verdict.resolvable ? 'Unschedulable' : 'UnschedulableAndUnresolvable',
        reasons: verdict.reasons,
      };

describe('S-39: the first untolerated taint is told', () => {
  test.each(rowsOf('platform-taint-toleration', 'filter'))('$name', ({ pod, node, wantStatus }) => {
    expect(verdicts(taintToleration, pod as Sketch, [node as Sketch], []).map(shown)).toEqual([
      wantStatus ?? null,
    ]);
  });
});

describe('S-30: node selector and required node affinity', () => {
  // The label is GPU in upstream's table.
  const spelt = (text: string): string => text.replaceAll('gPU', 'GPU');
  const rows = rowsOf('platform-scheduler-nodeaffinity', 'TestNodeAffinity', spelt).filter(
    ({ args, name }) =>
      // A default affinity of the scheduler's own configuration, and a value that the API server refuses.
      args === undefined && !String(name).includes('invalid value'),
  );
  test.each(rows)('$name', ({ pod, labels, nodeName, wantStatus, wantPreFilterStatus }) => {
    const node = { metadata: { name: (nodeName as string | undefined) ?? 'node', labels } };
    const wanted = wantStatus ?? null;
    if ((wantPreFilterStatus as WantedStatus | undefined)?.code === 'UnschedulableAndUnresolvable') return;
    expect(verdicts(nodeAffinity, pod as Sketch, [node], []).map(shown)).toEqual([wanted]);
  });
});

const ALLOCATABLE = {
  cpu: '10m',
  memory: '20',
  pods: '32',
  'example.com/aaa': '5',
  'ephemeral-storage': '20',
  'hugepages-2Mi': '5',
};

describe('S-12: requests against what the node has left', () => {
  const fits = ({ pod, nodeInfo }: Sketch, allocatable: Sketch): readonly string[] => {
    const node = nodeFrom({ metadata: { name: 'node' }, status: { allocatable } });
    const there = list((nodeInfo as Sketch | undefined)?.['podsOnNode']).map((each) =>
      podFrom({ ...each, spec: { ...(each['spec'] as Sketch), nodeName: 'node' } }),
    );
    const view = new View(clusterOf([node], there));
    const info = view.nodeNamed('node');
    return info === undefined ? ['no node'] : (insufficient(podInfo(podFrom(pod as Sketch)), info) ?? []);
  };
  const wanted = ({ wantStatus }: Sketch): readonly string[] =>
    (wantStatus as WantedStatus | undefined)?.reasons ?? [];
  const ignored = (row: Sketch): boolean => row['args'] !== undefined;

  test.each(rowsOf('platform-scheduler-fit', 'TestEnoughRequests').filter((row) => !ignored(row)))(
    '$name',
    (row) => {
      expect(fits(row, ALLOCATABLE)).toEqual(wanted(row));
    },
  );
  test.each(rowsOf('platform-scheduler-fit', 'TestStorageRequests'))('$name', (row) => {
    expect(fits(row, ALLOCATABLE)).toEqual(wanted(row));
  });
  test.each(rowsOf('platform-scheduler-fit', 'TestNotEnoughRequests'))('$name', (row) => {
    expect(fits(row, { cpu: '10m', memory: '20', pods: '1' })).toEqual(wanted(row));
  });
});

describe('S-11: sidecars ask along with the rest', () => {
  /** The table makes its pods by functions. */
  const built = ({ maker, args }: Sketch): Sketch => {
    const [own, ofSidecar] = args as readonly (Sketch | null | undefined)[];
    const container = (requests: Sketch | null | undefined, rest: Sketch = {}): Sketch => ({
      ...rest,
      resources: { requests: requests ?? {} },
    });
    const sidecars =
      maker === 'newPod' ? {} : { initContainers: [container(ofSidecar, { restartPolicy: 'Always' })] };
    return { spec: { containers: [container(own)], ...sidecars } };
  };
  const rows = rowsOf('platform-scheduler-fit', 'TestRestartableInitContainers', (text) =>
    text.replaceAll('"$call"', '"maker"'),
  ).filter(({ enableSidecarContainers }) => enableSidecarContainers === true);
  test.each(rows)('$name', ({ pod, wantFilterStatus }) => {
    const node = nodeFrom({ metadata: { name: 'node' }, status: { allocatable: { cpu: '2m', pods: '1' } } });
    const info = new View(clusterOf([node], [])).nodeNamed('node');
    const found = info === undefined ? undefined : insufficient(podInfo(podFrom(built(pod as Sketch))), info);
    expect(found ?? []).toEqual((wantFilterStatus as WantedStatus | undefined)?.reasons ?? []);
  });
});

describe('S-33: topology spread constraints that forbid', () => {
  const rows = [
    ...rowsOf('platform-scheduler-spread', 'TestSingleConstraint'),
    ...rowsOf('platform-scheduler-spread', 'TestMultipleConstraints'),
  ].filter(({ enableNodeInclusionPolicy }) => enableNodeInclusionPolicy !== false);
  test.each(rows)('$name', ({ pod, nodes, existingPods, wantStatusCode }) => {
    const wanted = wantStatusCode as Readonly<Record<string, string>>;
    const found = verdicts(topologySpread, pod as Sketch, list(nodes), list(existingPods));
    const codes = list(nodes).map((node, index) => [
      (node['metadata'] as Sketch)['name'],
      shown(found[index])?.code ?? 'Success',
    ]);
    expect(Object.fromEntries(codes)).toEqual(
      Object.fromEntries(
        Object.entries(wanted).map(([name, code]) => [name, code.replace(/^framework\./, '')]),
      ),
    );
  });
});

describe('S-31, S-32: affinity and anti-affinity between pods', () => {
  test.each(rowsOf('platform-scheduler-podaffinity', 'TestRequiredAffinityMultipleNodes'))(
    '$name',
    ({ pod, nodes, pods, wantFilterStatuses }) => {
      const found = verdicts(podAffinity, inDefault(pod), list(nodes), list(pods).map(inDefault));
      const statuses = (wantFilterStatuses ?? []) as readonly (WantedStatus | undefined)[];
      const wanted = list(nodes).map((_, index) => statuses[index] ?? null);
      expect(found.map(shown)).toEqual(wanted);
    },
  );
  test.each(rowsOf('platform-scheduler-podaffinity', 'TestRequiredAffinitySingleNode').filter(isValid))(
    '$name',
    ({ pod, node, pods, wantFilterStatus }) => {
      const found = verdicts(podAffinity, inDefault(pod), [node as Sketch], list(pods).map(inDefault));
      expect(found.map(shown)).toEqual([wantFilterStatus ?? null]);
    },
  );
});

/** Selectors that the API server refuses are not tried. */
const isValid = (row: Sketch): boolean => !JSON.stringify(row).includes('bad-value');

/** Upstream's tables leave the namespace empty where it does not matter. */
function inDefault(pod: unknown): Sketch {
  const { metadata, ...rest } = pod as { readonly metadata?: Sketch };
  return { ...rest, metadata: { ...metadata, namespace: metadata?.['namespace'] ?? '' } };
}
