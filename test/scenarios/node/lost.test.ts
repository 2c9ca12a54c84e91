import { describe, expect, test } from 'vitest';
import { conditionOf } from '../../../src/kinds/core/node/conditions.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { EndpointSlice } from '../../../src/kinds/discovery/endpointslice/kind.ts';
import { startKubelet, stopKubelet } from '../../../src/kubelet/heartbeat.ts';
import { kubectl } from '../../support/kubectl.ts';
import { sender } from '../../support/requests.ts';
import {
  daemonSet,
  deployment,
  podRow,
  service,
  statefulSet,
  WholeCluster,
} from '../../support/whole-cluster.ts';

/** web x4, db x2 and agent on both workers; worker-1 falls silent at second 60. */
function withLostNode(): WholeCluster {
  const whole = new WholeCluster();
  whole.create(deployment('web', 4), service('web'), statefulSet('db', 2), daemonSet('agent'));
  whole.passTo(60);
  stopKubelet('worker-1', whole.client, whole.now);
  return whole;
}

const node = (whole: WholeCluster) => whole.client.get(Node, { namespace: '', name: 'worker-1' });
const podsThere = (whole: WholeCluster, prefix = '') =>
  whole.client.list(Pod, { node: 'worker-1' }).filter(({ metadata }) => metadata.name.startsWith(prefix));
const ready = (pod: Pod) => condition(pod.status, 'Ready')?.status;

describe('SP-30 a node whose kubelet fell silent', () => {
  test('N-1: nothing is said of it for 50 seconds', () => {
    const whole = withLostNode();
    whole.passTo(109);
    expect(conditionOf(node(whole), 'Ready')?.status).toBe('True');
  });

  test('N-1: then its conditions are Unknown', () => {
    const whole = withLostNode();
    whole.passTo(111);
    const told = node(whole).status?.conditions?.map(({ type, status, reason, message }) =>
      [type, status, reason, message].join(' '),
    );
    expect(told).toEqual(
      ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(
        (type) => `${type} Unknown NodeStatusUnknown Kubelet stopped posting node status.`,
      ),
    );
    expect(whole.secondOf(conditionOf(node(whole), 'Ready')?.lastTransitionTime)).toBe(110);
  });

  test('N-3: it is tainted NoSchedule at once and NoExecute by the next pass of the monitor', () => {
    const whole = withLostNode();
    whole.passTo(120);
    const taints = node(whole).spec?.taints?.map(({ key, effect, timeAdded }) => [
      key,
      effect,
      whole.secondOf(timeAdded),
    ]);
    expect(taints).toEqual([
      ['node.kubernetes.io/unreachable', 'NoSchedule', 110],
      ['node.kubernetes.io/unreachable', 'NoExecute', 115],
    ]);
  });

  test('N-2: its pods are not ready, and otherwise as their kubelet left them', () => {
    const whole = withLostNode();
    const before = podsThere(whole);
    whole.passTo(111);
    const rest = ({ status }: Pod) => [
      status?.phase,
      status?.containerStatuses,
      status?.conditions?.filter(({ type }) => type !== 'Ready'),
    ];
    expect(podsThere(whole).map(rest)).toEqual(before.map(rest));
    expect(podsThere(whole).map(ready)).toEqual(before.map(() => 'False'));
    const [pod] = before;
    expect(whole.events(pod?.metadata.name ?? '', 'node-controller')).toEqual([
      'Warning NodeNotReady Node is not ready',
    ]);
  });

  test('N-2: it is NotReady, and its pods are shown as Running', async () => {
    const whole = withLostNode();
    whole.passTo(111);
    const nodes = (await kubectl(whole, 'get nodes')).map((row) => row.split(/ +/).slice(0, 2).join(' '));
    expect(nodes.slice(1)).toEqual(['control-plane Ready', 'worker-1 NotReady', 'worker-2 Ready']);
    expect(podsThere(whole).map((pod) => podRow(pod, whole.now))).toEqual(
      podsThere(whole).map(() => '1/1 Running 0'),
    );
  });

  test('N-2: services no longer lead to them', () => {
    const whole = withLostNode();
    whole.passTo(112);
    const [slice] = whole.client
      .list(EndpointSlice, { namespace: 'default' })
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'web');
    const told = slice?.endpoints
      ?.map(({ nodeName, conditions }) => `${nodeName} ${conditions?.ready}`)
      .sort();
    expect(told).toEqual(['worker-1 false', 'worker-1 false', 'worker-2 true', 'worker-2 true']);
  });

  test('N-7: the node itself is told of once', () => {
    const whole = withLostNode();
    whole.passTo(600);
    expect(whole.events('worker-1', 'node-controller')).toEqual([
      'Normal RegisteredNode Node worker-1 event: Registered Node worker-1 in Controller',
      'Normal NodeNotReady Node worker-1 status is now: NodeNotReady',
    ]);
  });
});

describe('SP-30 N-4 eviction from a lost node', () => {
  test('300 seconds after the taint its pods are deleted and stay Terminating', () => {
    const whole = withLostNode();
    whole.passTo(414);
    expect(podsThere(whole).filter(({ metadata }) => metadata.deletionTimestamp)).toEqual([]);
    whole.passTo(1000);
    const terminating = podsThere(whole).map(({ metadata }) => [
      metadata.name.split('-')[0],
      metadata.deletionTimestamp === undefined ? 'stays' : whole.secondOf(metadata.deletionTimestamp),
    ]);
    expect(terminating).toEqual([
      ['agent', 'stays'],
      ['db', 445],
      ['web', 445],
      ['web', 445],
    ]);
  });

  test('each is told so, and has the condition that says why', () => {
    const whole = withLostNode();
    whole.passTo(416);
    const [pod] = podsThere(whole, 'web');
    const name = pod?.metadata.name ?? '';
    expect(whole.events(name, 'taint-eviction-controller')).toEqual([
      `Normal TaintManagerEviction Marking for deletion Pod default/${name}`,
    ]);
    const { status, reason, message } = condition(pod?.status, 'DisruptionTarget') ?? {};
    expect([status, reason, message]).toEqual([
      'True',
      'DeletionByTaintManager',
      'Taint manager: deleting due to NoExecute taint',
    ]);
  });

  test("a Deployment's pods are replaced elsewhere, a StatefulSet's is not", () => {
    const whole = withLostNode();
    whole.passTo(460);
    const elsewhere = whole.client
      .list(Pod, { node: 'worker-2' })
      .map(({ metadata }) => metadata.name.split('-').slice(0, -1).join('-').split('-')[0]);
    expect(elsewhere.filter((app) => app === 'web').length).toBe(4);
    const there = podsThere(whole, 'db');
    expect(there).toHaveLength(1);
    const named = ({ metadata }: Pod): boolean => metadata.name === there[0]?.metadata.name;
    expect(whole.client.list(Pod, { namespace: 'default' }).filter(named)).toEqual(there);
  });
});

describe('SP-30 N-3 a lost node that comes back', () => {
  test('before its pods were evicted: they are ready again, and each eviction is called off', () => {
    const whole = withLostNode();
    whole.passTo(260);
    const names = podsThere(whole).map(({ metadata }) => metadata.name);
    startKubelet('worker-1', whole.client);
    whole.passTo(1000);
    expect(node(whole).spec?.taints).toBeUndefined();
    expect(podsThere(whole).map(({ metadata }) => metadata.name)).toEqual(names);
    expect(podsThere(whole).map(ready)).toEqual(names.map(() => 'True'));
    const [web = ''] = names.filter((name) => name.startsWith('web'));
    expect(whole.events(web, 'taint-eviction-controller')).toEqual([
      `Normal TaintManagerEviction Cancelling deletion of Pod default/${web}`,
    ]);
  });

  test('after it: what was Terminating goes, and the StatefulSet makes its pod anew', () => {
    const whole = withLostNode();
    whole.passTo(460);
    const [before] = podsThere(whole, 'db');
    startKubelet('worker-1', whole.client);
    whole.passTo(540);
    const after = whole.client.get(Pod, { namespace: 'default', name: 'db-0' });
    expect(after.metadata.uid).not.toBe(before?.metadata.uid);
    expect(ready(after)).toBe('True');
    expect(podsThere(whole).filter(({ metadata }) => metadata.deletionTimestamp)).toEqual([]);
    expect(conditionOf(node(whole), 'Ready')?.reason).toBe('KubeletReady');
  });
});

describe('N-1 a node that no kubelet ever registered', () => {
  test('N-3: is tainted as it is made, until somebody has looked at it', () => {
    const whole = new WholeCluster();
    const made = whole.client.create(Node, { metadata: { name: 'paper' } });
    expect(made.spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }]);
    whole.cluster.settle();
    expect(whole.client.get(Node, { namespace: '', name: 'paper' }).spec?.taints).toBeUndefined();
  });

  test.each([
    ['by a component', (whole: WholeCluster) => whole.client.create(Node, { metadata: { name: 'paper' } })],
    // Decoding a request fills in who it is: with nothing.
    [
      'by a user',
      (whole: WholeCluster) => sender(whole)('POST', '/api/v1/nodes', { metadata: { name: 'paper' } }),
    ],
  ])('is Unknown a minute after it was made %s', (_, make) => {
    const whole = new WholeCluster();
    make(whole);
    whole.pass(59);
    expect(whole.client.get(Node, { namespace: '', name: 'paper' }).status?.conditions).toBeUndefined();
    whole.pass(2);
    const { status, spec } = whole.client.get(Node, { namespace: '', name: 'paper' });
    expect(status?.conditions?.map(({ type, reason, message }) => `${type} ${reason} ${message}`)).toEqual(
      ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map(
        (type) => `${type} NodeStatusNeverUpdated Kubelet never posted node status.`,
      ),
    );
    expect(spec?.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
    ]);
  });
});
