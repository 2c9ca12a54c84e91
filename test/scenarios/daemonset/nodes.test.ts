import { describe, expect, test } from 'vitest';
import { DaemonSet } from '../../../src/kinds/apps/daemonset/kind.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Draft } from '../../../src/machinery/object-meta.ts';
import {
  agent,
  agentOf,
  counts,
  onNode,
  places,
  revisions,
  set,
  setImage,
} from '../../support/daemon-sets.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';
import { daemonSet, WholeCluster } from '../../support/whole-cluster.ts';

const ROLLED_OUT = ['daemon set "agent" successfully rolled out'];
const CONTROL_PLANE = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' } as const;

describe('SG-01 a new DaemonSet', () => {
  const stage = new Stage();
  agent(stage);
  test('one pod on each node', () => {
    expect(places(stage)).toEqual(['node-1 v1 Ready', 'node-2 v1 Ready', 'node-3 v1 Ready']);
  });
  test('labels, affinity and tolerations of its pods', () => {
    const { metadata, spec } = stage.get(Pod, onNode(stage, 'node-2'));
    expect([metadata.labels, spec.affinity]).toEqual([
      { app: 'agent', 'controller-revision-hash': '64755b48bf', 'pod-template-generation': '1' },
      {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-2'] }] },
            ],
          },
        },
      },
    ]);
  });
  test('G-4 six tolerations, and one more in the host’s network', () => {
    const tolerated = (onStage: Stage) =>
      onStage
        .get(Pod, onNode(onStage, 'node-1'))
        .spec.tolerations?.map(({ key, operator, effect }) => `${key} ${operator} ${effect}`);
    const usual = [
      'node.kubernetes.io/not-ready Exists NoExecute',
      'node.kubernetes.io/unreachable Exists NoExecute',
      'node.kubernetes.io/disk-pressure Exists NoSchedule',
      'node.kubernetes.io/memory-pressure Exists NoSchedule',
      'node.kubernetes.io/pid-pressure Exists NoSchedule',
      'node.kubernetes.io/unschedulable Exists NoSchedule',
    ];
    const other = new Stage();
    agent(other, { pod: { hostNetwork: true } });
    expect([tolerated(stage), tolerated(other)]).toEqual([
      usual,
      [...usual, 'node.kubernetes.io/network-unavailable Exists NoSchedule'],
    ]);
  });
  test('rollout status is content', async () => {
    expect(await kubectl(stage, 'rollout status ds/agent')).toEqual(ROLLED_OUT);
  });
  test('its revision and status', () => {
    expect([revisions(stage), counts(stage)]).toEqual([['agent-64755b48bf 1'], [3, 3, 0, 3, 3, 3]]);
  });
  test('one event a pod', () => {
    expect(stage.events('agent').map((event) => event.slice(0, -5))).toEqual(
      Array(3).fill('Normal SuccessfulCreate Created pod: agent-'),
    );
  });
});

describe('SG-02 a control-plane node', () => {
  const staged = (pod = {}): Stage => {
    const stage = new Stage();
    stage.editNode('node-1', { taints: [CONTROL_PLANE] });
    agent(stage, { pod });
    return stage;
  };
  test('is passed over', () => expect(counts(staged())).toEqual([2, 2, 0, 2, 2, 2]));
  test('unless the template tolerates it', () => {
    expect(counts(staged({ tolerations: [{ key: CONTROL_PLANE.key, operator: 'Exists' }] }))).toEqual([
      3, 3, 0, 3, 3, 3,
    ]);
  });
});

describe('SG-03 a node selector', () => {
  const stage = new Stage();
  agent(stage, { pod: { nodeSelector: { color: 'blue' } } });
  test('that no node has', async () => {
    expect([places(stage), counts(stage)]).toEqual([[], [0, 0, 0, 0, undefined, undefined]]);
    expect(await kubectl(stage, 'rollout status ds/agent')).toEqual(ROLLED_OUT);
  });
  test('a node that gets the label gets the pod', () => {
    stage.editNode('node-1', { labels: { color: 'blue' } });
    expect(places(stage).map((place) => place.split(' ')[0])).toEqual(['node-1']);
  });
  test('another label, and it goes', () => {
    const pod = onNode(stage, 'node-1');
    stage.editNode('node-1', { labels: { color: 'green' } });
    expect([places(stage), stage.events('agent').at(-1)]).toEqual([
      [],
      `Normal SuccessfulDelete Deleted pod: ${pod}`,
    ]);
  });
});

describe('SG-04 a NoSchedule taint on a node in use', () => {
  const stage = new Stage();
  agent(stage);
  stage.editNode('node-1', { taints: [{ key: 'x', effect: 'NoSchedule' }] });
  test('G-30 the pod stays, and the numbers stay old', () => {
    expect([places(stage).length, counts(stage)]).toEqual([3, [3, 3, 0, 3, 3, 3]]);
  });
  test('until something else wakes the controller', () => {
    stage.edit(DaemonSet, 'agent', (one) => ({
      ...one,
      metadata: { ...one.metadata, annotations: { ...one.metadata.annotations, a: 'b' } },
    }));
    expect(counts(stage)).toEqual([2, 2, 1, 2, 2, 2]);
  });
  test('deleted, the pod does not come back', () => {
    stage.delete(Pod, onNode(stage, 'node-1'));
    expect([places(stage).length, counts(stage)[2]]).toEqual([2, 0]);
  });
  test('without the taint it does', () => {
    stage.editNode('node-1', { taints: [] });
    expect(places(stage)).toHaveLength(3);
  });
});

test('SG-05 a NoExecute taint drives the pod away', () => {
  const stage = new Stage();
  agent(stage);
  stage.editNode('node-1', { taints: [{ key: 'x', effect: 'NoExecute' }] });
  expect([places(stage), counts(stage)[0]]).toEqual([['node-2 v1 Ready', 'node-3 v1 Ready'], 2]);
});

test('SG-06 on a cordoned node a deleted pod comes back', async () => {
  const stage = new Stage();
  agent(stage);
  expect(await kubectl(stage, 'cordon node-1')).toEqual(['node/node-1 cordoned']);
  expect(stage.client.get(Node, { namespace: '', name: 'node-1' }).spec?.taints?.[0]?.key).toBe(
    'node.kubernetes.io/unschedulable',
  );
  const before = onNode(stage, 'node-1');
  stage.delete(Pod, before);
  expect([places(stage), onNode(stage, 'node-1') === before]).toEqual([
    ['node-1 v1 Ready', 'node-2 v1 Ready', 'node-3 v1 Ready'],
    false,
  ]);
});

describe('SG-13 a failed pod', () => {
  const stage = new Stage();
  agent(stage);
  const failed = onNode(stage, 'node-1');
  const events = () => stage.events('agent').slice(3);
  test('is told of, deleted and made again', () => {
    stage.fail(failed);
    expect(events()).toEqual([
      `Warning FailedDaemonPod Found failed daemon pod default/${failed} on node node-1, will try to kill it`,
      `Normal SuccessfulDelete Deleted pod: ${failed}`,
      `Normal SuccessfulCreate Created pod: ${onNode(stage, 'node-1')}`,
    ]);
    expect(places(stage)).toEqual(['node-1 v1 Ready', 'node-2 v1 Ready', 'node-3 v1 Ready']);
  });
  test('failing again within a second it has to wait', () => {
    const again = onNode(stage, 'node-1');
    stage.fail(again);
    const before = onNode(stage, 'node-1');
    stage.pass(3);
    expect([before, onNode(stage, 'node-1') === again]).toEqual([again, false]);
  });
});

test('SG-14 a succeeded pod is deleted without waiting', () => {
  const stage = new Stage({ nodes: 1 });
  agent(stage);
  const ended = onNode(stage, 'node-1');
  stage.edit(Pod, ended, (pod) => pod);
  stage.client.updateStatus(Pod, { ...stage.get(Pod, ended), status: { phase: 'Succeeded' } });
  stage.settle();
  expect(stage.events('agent')).toContain(
    `Normal SucceededDaemonPod Found succeeded daemon pod default/${ended} on node node-1, will try to delete it`,
  );
  expect(places(stage)).toEqual(['node-1 v1 Ready']);
});

test('SG-15 a node that is full: the pod is made, and waits there for room', () => {
  const whole = new WholeCluster({ nodes: [{ name: 'worker-1', role: 'worker' }], cpu: '2' });
  const { kind, ...draft } = daemonSet('agent');
  const spec = (draft as unknown as Draft<DaemonSet>).spec;
  const containers = [{ name: 'agent', image: 'nginx:1.27', resources: { requests: { cpu: '3' } } }];
  const template = { ...spec.template, spec: { containers } };
  whole.create({ kind, ...draft, ...({ spec: { ...spec, template } } as object) });
  whole.pass(60);
  const { status } = whole.client.get(DaemonSet, { namespace: 'default', name: 'agent' });
  const [pod] = whole.client.list(Pod, { namespace: 'default' });
  expect([pod?.status?.phase, pod?.spec.nodeName, pod?.status?.conditions?.[0]?.reason]).toEqual([
    'Pending',
    undefined,
    'Unschedulable',
  ]);
  expect(whole.events(pod?.metadata.name ?? '', 'default-scheduler')).toEqual([
    'Warning FailedScheduling 0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  ]);
  expect(status).toEqual({
    observedGeneration: 1,
    currentNumberScheduled: 1,
    numberMisscheduled: 0,
    desiredNumberScheduled: 1,
    numberReady: 0,
    updatedNumberScheduled: 1,
    numberUnavailable: 1,
  });
});

test('SG-16 of two pods on a node the older one is kept', () => {
  const stage = new Stage();
  agent(stage);
  const kept = onNode(stage, 'node-2');
  const { metadata, spec } = stage.get(Pod, kept);
  stage.create(Pod, { metadata: { name: 'agent-twin', labels: metadata.labels ?? {} }, spec });
  stage.pass(1);
  expect([onNode(stage, 'node-2'), places(stage), stage.events('agent').at(-1)]).toEqual([
    kept,
    ['node-1 v1 Ready', 'node-2 v1 Ready', 'node-3 v1 Ready'],
    'Normal SuccessfulDelete Deleted pod: agent-twin',
  ]);
});

test('SG-18 in a rolling update a node without its pod counts as unavailable', () => {
  const stage = new Stage();
  agent(stage);
  stage.hold();
  stage.addNode('node-4');
  setImage(stage, 'busybox:1.37');
  expect(places(stage)).toEqual([
    'node-1 v1 Ready',
    'node-2 v1 Ready',
    'node-3 v1 Ready',
    'node-4 v2 Pending',
  ]);
});

test('SG-18 a new node gets its pod', () => {
  const stage = new Stage();
  agent(stage);
  stage.addNode('node-4');
  expect([places(stage).length, counts(stage)[0]]).toEqual([4, 4]);
});

test('SG-17 orphaned and made anew: its pods are adopted and nothing restarts', () => {
  const stage = new Stage();
  agent(stage);
  const before = stage.podNames();
  stage.delete(DaemonSet, 'agent', 'Orphan');
  stage.create(DaemonSet, agentOf());
  expect([
    stage.podNames(),
    stage.pods().every(({ metadata }) => metadata.ownerReferences?.[0]?.uid === set(stage).metadata.uid),
  ]).toEqual([before, true]);
});

test('SG-20 while it is being deleted the controller does nothing, not even status', () => {
  const stage = new Stage();
  agent(stage);
  stage.linger();
  stage.delete(DaemonSet, 'agent', 'Foreground');
  const { status } = set(stage);
  stage.addNode('node-4');
  expect([places(stage).length, set(stage).status]).toEqual([3, status]);
});
