import { describe, expect, test } from 'vitest';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { nodeObject } from '../../../src/kubelet/node-object.ts';
import { scheduler } from '../../../src/scheduler/scheduler.ts';
import { type SmallCluster, smallCluster, type Wishes } from '../../support/small-cluster.ts';

const withScheduler = (wishes: Wishes = {}): SmallCluster =>
  smallCluster(() => [scheduler({ kubelet: 'realistic' })], wishes);
const asks = (cpu: string) => ({
  containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }],
});

const TAINTED = '1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }';

describe('a pod that fits', () => {
  test('S-1: gets a node within milliseconds, the condition and the event', () => {
    const small = withScheduler();
    small.pod('web');
    expect(small.find('web')?.spec.nodeName).toBeUndefined();
    small.at(0.02);
    const node = small.find('web')?.spec.nodeName;
    expect(['worker-1', 'worker-2']).toContain(node);
    expect(condition(small.find('web')?.status, 'PodScheduled')?.status).toBe('True');
    expect(small.events('web')).toEqual([`Normal Scheduled Successfully assigned default/web to ${node}`]);
  });

  test('S-21: goes where less is asked for already', () => {
    const small = withScheduler();
    small.pod('first', asks('2'));
    small.at(1);
    small.pod('second', asks('1'));
    small.at(2);
    const nodes = [small.find('first')?.spec.nodeName, small.find('second')?.spec.nodeName];
    expect(nodes.toSorted()).toEqual(['worker-1', 'worker-2']);
  });

  test('S-10: of pods that wait together the one with the higher priority is first', () => {
    const small = withScheduler({ workers: 1 });
    small.pod('low', asks('3'));
    small.pod('high', { ...asks('3'), priorityClassName: 'urgent' });
    small.at(1);
    expect(small.find('high')?.spec.nodeName).toBe('worker-1');
    expect(small.find('low')?.spec.nodeName).toBeUndefined();
  });

  test('S-10: pods of another scheduler are left alone', () => {
    const small = withScheduler();
    small.pod('foreign', { schedulerName: 'mine' });
    small.at(60);
    expect(small.find('foreign')?.spec.nodeName).toBeUndefined();
    expect(small.events('foreign')).toEqual([]);
  });
});

describe('a pod that does not fit', () => {
  test('S-4, S-8: is told why in condition and event', () => {
    const small = withScheduler();
    small.pod('big', asks('5'));
    small.at(1);
    const message = `0/3 nodes are available: ${TAINTED}, 2 Insufficient cpu. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`;
    expect(small.events('big')).toEqual([`Warning FailedScheduling ${message}`]);
    expect(condition(small.find('big')?.status, 'PodScheduled')).toMatchObject({
      status: 'False',
      reason: 'Unschedulable',
      message,
    });
  });

  test('S-6: a selector that no node has is not helped by preemption', () => {
    const small = withScheduler();
    small.pod('picky', { nodeSelector: { disk: 'nvme' } });
    small.at(1);
    expect(small.events('picky')).toEqual([
      `Warning FailedScheduling 0/3 nodes are available: ${TAINTED}, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.`,
    ]);
  });

  test('S-7: a missing claim is told instead of nodes', () => {
    const small = withScheduler();
    small.pod('db', {
      containers: [{ name: 'c', image: 'nginx', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    });
    small.at(1);
    expect(small.events('db')).toEqual([
      'Warning FailedScheduling 0/3 nodes are available: persistentvolumeclaim "data" not found. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    ]);
  });

  test('S-10: is placed when a node with room joins, in the middle of its back-off, as nobody else waits', () => {
    const small = withScheduler();
    small.pod('big', asks('5'));
    small.at(0.1);
    small.client.create(Node, nodeObject('worker-3', { index: 3, cpu: '8' }));
    small.at(0.2);
    expect(small.find('big')?.spec.nodeName).toBe('worker-3');
  });

  test('S-10: lets pods go first that have not been tried yet, whatever their priority', () => {
    const small = withScheduler({ workers: 1 });
    small.pod('tried', { ...asks('5'), priorityClassName: 'urgent' });
    small.at(0.1);
    small.pod('new', asks('5'));
    small.client.create(Node, nodeObject('worker-3', { index: 3, cpu: '8' }));
    small.at(0.13);
    expect(small.find('new')?.spec.nodeName).toBe('worker-3');
    expect(small.find('tried')?.spec.nodeName).toBeUndefined();
  });

  test('S-10: is not tried at every change where many wait: each try takes its time', () => {
    const small = withScheduler({ workers: 1 });
    small.pod('first', asks('1'));
    small.pod('second', asks('1'));
    small.at(0.1);
    for (let index = 0; index < 200; index++) small.pod(`big-${index}`, asks('5'));
    small.at(0.2);
    small.client.delete(Pod, { namespace: 'default', name: 'first' }, { grace: 0 as never });
    small.at(0.25);
    const count = () => small.events('big-7')[0]?.match(/ x(\d+)$/)?.[1];
    expect(count()).toBe('2');
    small.client.delete(Pod, { namespace: 'default', name: 'second' }, { grace: 0 as never });
    small.at(0.4);
    expect(count()).toBe('2');
    small.at(0.45);
    expect(count()).toBe('3');
  });

  test('S-12: is placed when another one goes', () => {
    const small = withScheduler({ workers: 1 });
    small.pod('first', asks('3'));
    small.at(1);
    small.pod('second', asks('3'));
    small.at(30);
    expect(small.find('second')?.spec.nodeName).toBeUndefined();
    small.client.delete(Pod, { namespace: 'default', name: 'first' }, { grace: 0 as never });
    small.at(31);
    expect(small.find('second')?.spec.nodeName).toBe('worker-1');
  });

  test('S-10: is not tried again while nothing happens that could help', () => {
    const small = withScheduler();
    small.pod('big', asks('5'));
    small.at(1);
    small.pod('small');
    small.at(200);
    expect(small.events('big')).toHaveLength(1);
    expect(small.events('big')[0]).not.toContain(' x');
  });

  test('S-10: what changes of a node is no news to a pod that it does not concern', () => {
    const small = withScheduler();
    small.pod('big', asks('5'));
    small.pod('picky', { nodeSelector: { disk: 'nvme' } });
    small.at(30);
    const node = small.client.get(Node, { namespace: '', name: 'worker-1' });
    small.client.update(Node, { ...node, spec: { ...node.spec, unschedulable: true } });
    small.at(60);
    expect([small.events('big'), small.events('picky')].map(([text]) => / x\d+$/.test(text ?? ''))).toEqual([
      false,
      false,
    ]);
  });

  test('S-3: without any node the message has no numbers', () => {
    const small = withScheduler({ workers: 0 });
    small.client.delete(Node, { namespace: '', name: 'control-plane' });
    small.pod('web');
    small.at(1);
    expect(small.events('web')).toEqual(['Warning FailedScheduling no nodes available to schedule pods']);
  });
});

describe('preemption', () => {
  const full = (): SmallCluster => {
    const small = withScheduler({ workers: 1 });
    small.pod('a', asks('2'));
    small.pod('b', asks('2'));
    small.at(1);
    return small;
  };

  test('S-35, S-36: the least important pod makes room and is told why', () => {
    const small = full();
    const urgent = small.pod('urgent', { ...asks('1'), priorityClassName: 'urgent' });
    small.at(2);
    const gone = ['a', 'b'].filter((name) => small.find(name)?.metadata.deletionTimestamp !== undefined);
    expect(gone).toHaveLength(1);
    const victim = small.find(gone[0] ?? '');
    expect(condition(victim?.status, 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: 'default-scheduler: preempting to accommodate a higher priority pod',
    });
    expect(small.events(gone[0] ?? '').at(-1)).toBe(
      `Normal Preempted Preempted by pod ${urgent.metadata.uid} on node worker-1`,
    );
    expect(small.find('urgent')?.status?.nominatedNodeName).toBe('worker-1');
    expect(small.events('urgent')).toEqual([
      `Warning FailedScheduling 0/2 nodes are available: 1 Insufficient cpu, ${TAINTED}.`,
    ]);
  });
});
