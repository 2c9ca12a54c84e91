import { describe, expect, test } from 'vitest';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import type { Taint } from '../../../src/kinds/core/node/types.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Toleration } from '../../../src/kinds/core/pod/types.ts';
import { daemonSet, pod, WholeCluster } from '../../support/whole-cluster.ts';

const WORKER = { namespace: '', name: 'worker-1' };

function edit(whole: WholeCluster, spec: Partial<NonNullable<Node['spec']>>): void {
  const node = whole.client.get(Node, WORKER);
  whole.client.update(Node, { ...node, spec: { ...node.spec, ...spec } });
  whole.cluster.settle();
}

const taints = (whole: WholeCluster) =>
  whole.client.get(Node, WORKER).spec?.taints?.map(({ key, effect }) => `${key}:${effect}`);
const names = (whole: WholeCluster) =>
  whole.client.list(Pod, { node: 'worker-1' }).map(({ metadata }) => metadata.name);

const K_V: Taint = { key: 'k', value: 'v', effect: 'NoExecute' };
const tolerating = (toleration: Partial<Toleration>): { tolerations: readonly Toleration[] } => ({
  tolerations: [{ key: 'k', operator: 'Exists', effect: 'NoExecute', ...toleration }],
});

describe('N-11 a cordoned node', () => {
  test('is tainted unschedulable until it is uncordoned', () => {
    const whole = new WholeCluster();
    edit(whole, { unschedulable: true });
    expect(taints(whole)).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
    edit(whole, { unschedulable: false });
    expect(taints(whole)).toBeUndefined();
  });

  test('keeps the taints that somebody else gave it', () => {
    const whole = new WholeCluster();
    edit(whole, { taints: [{ key: 'mine', effect: 'NoSchedule' }], unschedulable: true });
    edit(whole, { unschedulable: false });
    expect(taints(whole)).toEqual(['mine:NoSchedule']);
  });
});

describe('SP-32 N-4 a NoExecute taint given by hand', () => {
  const whole = new WholeCluster();
  const at = { nodeName: 'worker-1' };
  whole.create(
    pod('intolerant', at),
    pod('minute', { ...at, ...tolerating({ tolerationSeconds: 60 }) }),
    pod('for-ever', { ...at, ...tolerating({}) }),
    daemonSet('agent'),
  );
  whole.passTo(60);
  edit(whole, { taints: [K_V] });

  test('pods that do not tolerate it are deleted at once, with their grace', () => {
    const { metadata } = whole.client.get(Pod, { namespace: 'default', name: 'intolerant' });
    expect([whole.secondOf(metadata.deletionTimestamp), metadata.deletionGracePeriodSeconds]).toEqual([
      90, 30,
    ]);
    expect(whole.events('intolerant', 'taint-eviction-controller')).toEqual([
      'Normal TaintManagerEviction Marking for deletion Pod default/intolerant',
    ]);
  });
  test('one that tolerates it for a minute stays a minute', () => {
    whole.passTo(119);
    expect(names(whole)).toEqual(['for-ever', 'minute']);
    whole.passTo(150);
    expect(names(whole)).toEqual(['for-ever']);
  });
  test('one that tolerates it without a time stays', () => {
    whole.passTo(10_000);
    expect(names(whole)).toEqual(['for-ever']);
  });
  test('time that has begun runs on when another taint comes', () => {
    const other = new WholeCluster();
    const tolerations: readonly Toleration[] = [
      { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
    ];
    other.create(pod('patient', { ...at, tolerations }));
    other.passTo(60);
    edit(other, { taints: [K_V] });
    other.passTo(100);
    edit(other, { taints: [K_V, { key: 'more', effect: 'NoExecute' }] });
    other.passTo(120);
    const { deletionTimestamp } = other.client.get(Pod, { namespace: 'default', name: 'patient' }).metadata;
    expect(other.secondOf(deletionTimestamp)).toBe(150);
  });
});
