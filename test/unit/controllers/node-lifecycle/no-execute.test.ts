import { describe, expect, test } from 'vitest';
import {
  NO_TAINTING,
  planTainting,
  type Tainting,
} from '../../../../src/controllers/node-lifecycle/no-execute.ts';
import type { Node, Taint } from '../../../../src/kinds/core/node/types.ts';
import type { ConditionStatus } from '../../../../src/kinds/core/pod/types.ts';
import { after, type Instant, instant, seconds, type Time } from '../../../../src/machinery/instant.ts';
import type { Uid } from '../../../../src/machinery/object-meta.ts';

const START = instant(Date.parse('2026-01-01T12:00:00Z'));
const at = (second: number): Instant => after(START, seconds(second));

interface Wishes {
  readonly zone?: string;
  readonly taints?: readonly Taint[];
  readonly labels?: Readonly<Record<string, string>>;
}

function nodeOf(name: string, ready: ConditionStatus, { zone, taints, labels = {} }: Wishes = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid: name as Uid,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T12:00:00Z' as Time,
      labels: { ...labels, ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }) },
    },
    spec: taints === undefined ? {} : { taints },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  };
}

const many = (count: number, prefix: string, ready: ConditionStatus, wishes: Wishes = {}) =>
  Array.from({ length: count }, (_, i) => nodeOf(`${prefix}-${String(i).padStart(3, '0')}`, ready, wishes));

const UNREACHABLE: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };

/** Runs the plan as the tainter does: `second: +taint -taint node` for all that happens. */
function run(nodes: readonly Node[], until: number, before: Tainting = NO_TAINTING, from = 0) {
  const now = new Map(nodes.map((node) => [node.metadata.name, node]));
  const told: string[] = [];
  let kept = before;
  for (let time: Instant | undefined = at(from); time !== undefined && time <= at(until); ) {
    const step = planTainting([...now.values()], kept, time);
    kept = step.kept;
    for (const { node, swap } of step.swaps) {
      const short = ({ key }: { key: string }) => key.slice('node.kubernetes.io/'.length);
      const words = [
        ...swap.add.map((one) => `+${short(one)}`),
        ...swap.remove.map((one) => `-${short(one)}`),
      ];
      told.push(`${(time - START) / 1000}: ${words.join(' ')} ${node.metadata.name}`);
      const left = (node.spec?.taints ?? []).filter(({ key }) => !swap.remove.some((one) => one.key === key));
      const taints = [...left, ...swap.add.map((one): Taint => ({ ...one }))];
      now.set(node.metadata.name, { ...node, spec: { ...node.spec, taints } });
    }
    if (step.swaps.length === 0) time = step.lookAt;
  }
  return { told, kept, nodes: [...now.values()] };
}

describe('N-3 the NoExecute taint', () => {
  test('of a node whose kubelet says it is not ready: at once', () => {
    expect(run([...many(2, 'up', 'True'), nodeOf('down', 'False')], 100).told).toEqual([
      '0: +not-ready down',
    ]);
  });
  test('of one that fell silent: with the next pass of the monitor', () => {
    expect(run([...many(2, 'up', 'True'), nodeOf('down', 'Unknown')], 100).told).toEqual([
      '5: +unreachable down',
    ]);
  });
  test('goes with the first word of a kubelet', () => {
    expect(run([nodeOf('back', 'True', { taints: [UNREACHABLE, NOT_READY] })], 100).told).toEqual([
      '0: -not-ready -unreachable back',
    ]);
  });
  test('is exchanged at once when a silent node speaks, or the other way round', () => {
    const nodes = [
      nodeOf('a', 'False', { taints: [UNREACHABLE] }),
      nodeOf('b', 'Unknown', { taints: [NOT_READY] }),
      ...many(2, 'up', 'True'),
    ];
    expect(run(nodes, 100).told).toEqual(['0: +not-ready -unreachable a', '0: +unreachable -not-ready b']);
  });
  test('of a node that never told how it is: none', () => {
    const { status: _, ...node } = nodeOf('new', 'True');
    expect(run([node, ...many(2, 'up', 'True')], 100).told).toEqual([]);
  });
});

describe('N-6 how fast lost nodes are emptied', () => {
  test('one each ten seconds', () => {
    const { told } = run([...many(6, 'up', 'True'), ...many(3, 'down', 'Unknown')], 100);
    expect(told).toEqual([
      '5: +unreachable down-000',
      '15: +unreachable down-001',
      '25: +unreachable down-002',
    ]);
  });
  test('each zone by its own count', () => {
    const nodes = ['a', 'b'].flatMap((zone) => [
      ...many(4, `${zone}-up`, 'True', { zone }),
      ...many(2, `${zone}-down`, 'Unknown', { zone }),
    ]);
    expect(run(nodes, 100).told).toEqual([
      '5: +unreachable a-down-000',
      '5: +unreachable b-down-000',
      '15: +unreachable a-down-001',
      '15: +unreachable b-down-001',
    ]);
  });
  test('none in a small zone that is down by 55 percent and three nodes', () => {
    expect(run([...many(2, 'up', 'True'), ...many(3, 'down', 'Unknown')], 10_000).told).toEqual([]);
  });
  test('two lost nodes never count as a zone in trouble', () => {
    expect(run([nodeOf('up', 'True'), ...many(2, 'down', 'Unknown')], 100).told.length).toBe(2);
  });
  test('one each hundred seconds in such a zone of more than fifty', () => {
    const { told } = run([...many(20, 'up', 'True'), ...many(40, 'down', 'Unknown')], 210);
    expect(told.map((line) => line.split(':')[0])).toEqual(['5', '105', '205']);
  });
  test('a zone that is wholly down is emptied at the usual pace while another is up', () => {
    const nodes = [nodeOf('up', 'True', { zone: 'a' }), ...many(2, 'down', 'Unknown', { zone: 'b' })];
    expect(run(nodes, 100).told).toEqual(['5: +unreachable down-000', '15: +unreachable down-001']);
  });
  test('none at all when every zone is down, and taints that were given are taken back', () => {
    const nodes = [nodeOf('a', 'Unknown', { taints: [UNREACHABLE] }), nodeOf('b', 'Unknown')];
    expect(run(nodes, 10_000).told).toEqual(['0: -unreachable a']);
  });
  test('when one is up again the others follow, the first after ten seconds', () => {
    const down = run(many(3, 'n', 'Unknown'), 50);
    const nodes = [nodeOf('n-000', 'True'), ...down.nodes.slice(1)];
    expect(run(nodes, 200, down.kept, 60).told).toEqual(['70: +unreachable n-001', '80: +unreachable n-002']);
  });
  test('nodes that are excluded from disruption do not count', () => {
    const labels = { 'node.kubernetes.io/exclude-disruption': '' };
    const nodes = [nodeOf('up', 'True', { labels }), nodeOf('down', 'Unknown')];
    expect(run(nodes, 100).told).toEqual([]);
  });
});
