import { describe, expect, test } from 'vitest';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import type { PodSpec } from '../../../src/kinds/core/pod/types.ts';
import { kubectl } from '../../support/kubectl.ts';
import {
  addNode,
  editNode,
  labelled,
  labelNode,
  NO_VICTIMS,
  NOT_HELPFUL,
  nodeOf,
  preempted,
  steady,
  TAINTED,
  whyPending,
} from '../../support/placing.ts';
import { pod, type WholeCluster } from '../../support/whole-cluster.ts';

const LABELS = { app: 'web' };
const SELECTOR = { matchLabels: LABELS };
const web = (name: string, spec: Partial<PodSpec>) => labelled(pod(name, spec), LABELS);

function createAll(whole: WholeCluster, count: number, spec: Partial<PodSpec>): void {
  for (let index = 1; index <= count; index++) {
    whole.create(web(`web-${index}`, spec));
    whole.pass(1);
  }
}

test('SP-22 S-6 a nodeSelector that no node has', () => {
  const whole = steady();
  whole.create(pod('web', { nodeSelector: { disk: 'nvme' } }));
  whole.pass(1);
  expect(whyPending(whole, 'web')).toBe(
    `0/3 nodes are available: ${TAINTED}, 2 node(s) didn't match Pod's node affinity/selector. ${preempted(3, `3 ${NOT_HELPFUL}`)}`,
  );
});

describe('SP-23 all workers are cordoned', () => {
  const whole = steady();
  whole.create(pod('before'));
  whole.pass(3);
  for (const name of ['worker-1', 'worker-2']) editNode(whole, name, { unschedulable: true });
  whole.create(pod('web'));
  whole.pass(1);
  const message = whyPending(whole, 'web');

  test('S-40 N-11 that is what is said of them', async () => {
    expect(message).toBe(
      `0/3 nodes are available: ${TAINTED}, 2 node(s) were unschedulable. ${preempted(3, `3 ${NOT_HELPFUL}`)}`,
    );
    const rows = (await kubectl(whole, 'get nodes')).map((row) => row.split(/ +/).slice(0, 2).join(' '));
    expect(rows).toEqual([
      'NAME STATUS',
      'control-plane Ready',
      'worker-1 Ready,SchedulingDisabled',
      'worker-2 Ready,SchedulingDisabled',
    ]);
  });
  test('pods that run there run on, and an uncordoned node takes new ones', () => {
    expect(whole.pod('before').status?.phase).toBe('Running');
    editNode(whole, 'worker-2', { unschedulable: false });
    whole.pass(10);
    expect(nodeOf(whole, 'web')).toBe('worker-2');
  });
});

test('SP-24 S-6 one on each node: the third pod of two workers', () => {
  const whole = steady();
  const term = { labelSelector: SELECTOR, topologyKey: 'kubernetes.io/hostname' };
  createAll(whole, 3, {
    affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
  });
  expect([nodeOf(whole, 'web-1'), nodeOf(whole, 'web-2')].toSorted()).toEqual(['worker-1', 'worker-2']);
  expect(whyPending(whole, 'web-3')).toBe(
    `0/3 nodes are available: ${TAINTED}, 2 node(s) didn't match pod anti-affinity rules. ${preempted(3, `1 ${NOT_HELPFUL}`, `2 ${NO_VICTIMS}`)}`,
  );
});

describe('SP-25 spread over zones, with two nodes in a and one in b', () => {
  const whole = steady();
  addNode(whole, 'worker-3');
  const zones = { 'worker-1': 'a', 'worker-2': 'a', 'worker-3': 'b' };
  for (const [name, zone] of Object.entries(zones))
    labelNode(whole, name, { 'topology.kubernetes.io/zone': zone });
  const constraint = {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: SELECTOR,
  } as const;
  const spec = { topologySpreadConstraints: [constraint] };
  createAll(whole, 4, spec);
  const inZone = (name: string): string => zones[nodeOf(whole, name) as keyof typeof zones] ?? '';
  const first = ['web-1', 'web-2', 'web-3', 'web-4'].map(inZone).toSorted();
  editNode(whole, 'worker-3', { unschedulable: true });
  for (const name of ['web-5', 'web-6']) {
    whole.create(web(name, spec));
    whole.pass(1);
  }

  test('S-33 four pods go two and two', () => {
    expect(first).toEqual(['a', 'a', 'b', 'b']);
  });
  test('S-33 a zone whose node is cordoned still counts: the fifth goes to a, the sixth nowhere', () => {
    expect(inZone('web-5')).toBe('a');
    expect(whyPending(whole, 'web-6')).toBe(
      `0/4 nodes are available: ${TAINTED}, 1 node(s) were unschedulable, 2 node(s) didn't match pod topology spread constraints. ${preempted(4, `2 ${NO_VICTIMS}`, `2 ${NOT_HELPFUL}`)}`,
    );
  });
});

test('SP-27 S-6 one host port, two workers, three pods', () => {
  const whole = steady();
  createAll(whole, 3, {
    containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80, hostPort: 80 }] }],
  });
  expect([nodeOf(whole, 'web-1'), nodeOf(whole, 'web-2')].toSorted()).toEqual(['worker-1', 'worker-2']);
  expect(whyPending(whole, 'web-3')).toBe(
    `0/3 nodes are available: ${TAINTED}, 2 node(s) didn't have free ports for the requested pod ports. ${preempted(3, `1 ${NOT_HELPFUL}`, `2 ${NO_VICTIMS}`)}`,
  );
  expect(whole.client.list(Node)).toHaveLength(3);
});
