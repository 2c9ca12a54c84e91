import { describe, expect, test } from 'vitest';
import { manage } from '../../../../src/controllers/daemonset/manage.ts';
import { nodeJudge } from '../../../../src/controllers/daemonset/node-fit.ts';
import { podsByNode, type Situation } from '../../../../src/controllers/daemonset/placement.ts';
import type { DaemonSet } from '../../../../src/kinds/apps/daemonset/types.ts';
import type { Node } from '../../../../src/kinds/core/node/types.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import {
  daemonSetOf,
  NOON,
  nodeOf,
  podOf,
  second,
  secondsAgo,
  TEMPLATE,
} from '../../../support/workloads.ts';

const set = daemonSetOf();
const surging = (minReadySeconds = 0): DaemonSet =>
  daemonSetOf({
    spec: {
      minReadySeconds,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    },
  });
const nodes = (count: number): readonly Node[] =>
  Array.from({ length: count }, (_, index) => nodeOf({ name: `node-${index}` }));

let made = 0;
interface Parts {
  readonly phase?: 'Failed' | 'Succeeded';
  readonly created?: number;
  readonly ready?: number;
  readonly hash?: string;
  readonly terminating?: boolean;
  readonly node?: string;
}
function pod(
  node: number,
  { phase, created, ready, hash = 'new', terminating = false, node: name }: Parts = {},
): Pod {
  made++;
  return podOf({
    name: `pod-${made}`,
    node: name ?? `node-${node}`,
    phase: phase ?? 'Running',
    ready: ready !== undefined,
    readySince: secondsAgo(ready ?? 0),
    created: second(created ?? made),
    labels: { app: 'web', 'controller-revision-hash': hash },
    terminating,
  });
}

function decide(one: DaemonSet, all: readonly Node[], pods: readonly Pod[], held = false) {
  const situation: Situation = {
    set: one,
    nodes: all,
    pods: podsByNode(pods),
    fits: nodeJudge(one),
    hash: 'new',
  };
  const { create, remove, ended, heldBack } = manage(situation, () => held, NOON);
  return {
    creates: create.length,
    deletes: remove.map(({ metadata }) => metadata.name),
    ended: ended.length,
    heldBack,
  };
}
const NOTHING = { creates: 0, deletes: [], ended: 0, heldBack: [] };
const namesOf = (...pods: readonly Pod[]) => pods.map(({ metadata }) => metadata.name);

describe('G-10 without surge', () => {
  test('a node with its pod is left alone', () => expect(decide(set, nodes(1), [pod(0)])).toEqual(NOTHING));
  test('a node without one gets one', () =>
    expect(decide(set, nodes(1), [])).toEqual({ ...NOTHING, creates: 1 }));
  test('no nodes, nothing to do', () => expect(decide(set, [], [])).toEqual(NOTHING));
  test('a terminating pod is a pod', () => {
    expect(decide(set, nodes(1), [pod(0, { terminating: true })])).toEqual(NOTHING);
  });
  test('of several the oldest stays', () => {
    const [first, second, third] = [pod(0), pod(0), pod(0)];
    expect(decide(set, nodes(1), [third, first, second])).toEqual({
      ...NOTHING,
      deletes: namesOf(second, third),
    });
  });
  test('5 nodes with 1, 2 and 5 pods on three of them', () => {
    const pods = [pod(1), pod(2), pod(2), ...Array.from({ length: 5 }, () => pod(3))];
    const { creates, deletes } = decide(set, nodes(5), pods);
    expect([creates, deletes.length]).toEqual([2, 5]);
  });
  test('a pod goes from a node that is none of the set’s any more', () => {
    const choosy = daemonSetOf({
      spec: { template: { ...TEMPLATE, spec: { ...TEMPLATE.spec, nodeSelector: { a: 'b' } } } },
    });
    const one = pod(0);
    expect(decide(choosy, nodes(1), [one])).toEqual({ ...NOTHING, deletes: namesOf(one) });
  });
  test('an unscheduled pod for a node that is gone is deleted', () => {
    const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: ['gone'] }] }];
    const affinity = {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } },
    };
    expect(decide(set, [], [podOf({ name: 'left', spec: { affinity } })]).deletes).toEqual(['left']);
  });
  test('a scheduled pod of a node that is gone is left to others', () => {
    expect(decide(set, [], [pod(0, { node: 'gone' })])).toEqual(NOTHING);
  });
});

describe('G-11 pods that have ended', () => {
  test('a failed one is deleted; the new one comes later', () => {
    const one = pod(0, { phase: 'Failed' });
    expect(decide(set, nodes(1), [one])).toEqual({ ...NOTHING, deletes: namesOf(one), ended: 1 });
  });
  test('a failed one and three others: the oldest other one stays', () => {
    const { deletes, ended } = decide(set, nodes(1), [pod(0, { phase: 'Failed' }), pod(0), pod(0), pod(0)]);
    expect([deletes.length, ended]).toEqual([3, 1]);
  });
  test('one that failed again too soon stays for now', () => {
    const all = [pod(0, { phase: 'Failed' })];
    expect(decide(set, nodes(1), all, true)).toEqual({ ...NOTHING, heldBack: ['node-0'] });
  });
  test('of two failed ones one goes at a time', () => {
    const all = [pod(0, { phase: 'Failed' }), pod(0, { phase: 'Failed' })];
    expect(decide(set, nodes(1), all)).toEqual({
      ...NOTHING,
      deletes: namesOf(all[0] as Pod),
      ended: 1,
      heldBack: ['node-0'],
    });
  });
  test('a succeeded one knows no back-off', () => {
    expect(decide(set, nodes(1), [pod(0, { phase: 'Succeeded' })], true).ended).toBe(1);
  });
});

describe('G-10 with surge', () => {
  const surplus = (
    parts: { readonly newReady?: number; readonly oldReady?: number },
    minReadySeconds = 0,
  ) => {
    const [young, first, second] = [
      pod(1, { created: 200, ...(parts.newReady === undefined ? {} : { ready: parts.newReady }) }),
      pod(1, {
        created: 50,
        hash: 'old',
        ...(parts.oldReady === undefined ? {} : { ready: parts.oldReady }),
      }),
      pod(1, { created: 60, hash: 'old', ready: 600 }),
    ];
    const { creates, deletes } = decide(surging(minReadySeconds), nodes(5), [young, first, second, pod(2)]);
    return {
      creates,
      deletes: deletes.map((name) =>
        name === first.metadata.name ? 't=50' : name === second.metadata.name ? 't=60' : name,
      ),
    };
  };
  test('a new pod that is not ready: the younger old one goes', () => {
    expect(surplus({ oldReady: 600 })).toEqual({ creates: 3, deletes: ['t=60'] });
  });
  test('an old pod that is not ready goes as well', () => {
    expect(surplus({})).toEqual({ creates: 3, deletes: ['t=60', 't=50'] });
  });
  test('minReadySeconds 15, the new pod ready for 10 s', () => {
    expect(surplus({ newReady: 10, oldReady: 600 }, 15)).toEqual({ creates: 3, deletes: ['t=60'] });
  });
  test('minReadySeconds 15, the new pod ready for 20 s', () => {
    expect(surplus({ newReady: 20, oldReady: 600 }, 15)).toEqual({ creates: 3, deletes: ['t=60', 't=50'] });
  });
  test('a node with only a terminating pod gets one beside it', () => {
    expect(decide(surging(), nodes(1), [pod(0, { terminating: true })])).toEqual({ ...NOTHING, creates: 1 });
  });
});
