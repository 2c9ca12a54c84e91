import { describe, expect, test } from 'vitest';
import { manage, type Work } from '../../../../src/controllers/daemonset/manage.ts';
import { nodeJudge } from '../../../../src/controllers/daemonset/node-fit.ts';
import { podsByNode, type Situation } from '../../../../src/controllers/daemonset/placement.ts';
import { rollingUpdate, updateLimits } from '../../../../src/controllers/daemonset/rolling-update.ts';
import type { DaemonSet } from '../../../../src/kinds/apps/daemonset/types.ts';
import type { Node } from '../../../../src/kinds/core/node/types.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { after, type Instant, instant, seconds, timeOf } from '../../../../src/machinery/instant.ts';
import { daemonSetOf, nodeOf, podOf } from '../../../support/workloads.ts';
import limitTable from '../../../vectors/daemonset-desiredNodeCounts.json' with { type: 'json' };
import sequenceTable from '../../../vectors/daemonset-rollingUpdate-sequences.json' with { type: 'json' };

interface LimitRow {
  readonly nodes: number;
  readonly maxUnavailable: number | string;
  readonly maxSurge: number | string | null;
  readonly expected: { readonly maxSurge: number; readonly maxUnavailable: number };
}

describe('G-21 limits', () => {
  test.each(limitTable.cases as unknown as readonly LimitRow[])(
    '$maxUnavailable and $maxSurge of $nodes',
    (row) => {
      const rollingUpdate = {
        maxUnavailable: row.maxUnavailable,
        ...(row.maxSurge === null ? {} : { maxSurge: row.maxSurge }),
      };
      const set = daemonSetOf({ spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate } } });
      expect(updateLimits(set, row.nodes)).toEqual({
        surge: row.expected.maxSurge,
        unavailable: row.expected.maxUnavailable,
      });
    },
  );
});

/** A set and its pods, synced by hand: what is deleted is gone at once, what is created is there at once. */
class Rollout {
  set: DaemonSet;
  pods: Pod[] = [];
  nodes: readonly Node[];
  now: Instant = instant(Date.parse('2026-01-01T00:00:00Z'));
  #hash = 'hash-1';
  #made = 0;

  constructor(
    count: number,
    rollingUpdate: { readonly maxUnavailable?: number; readonly maxSurge?: number },
  ) {
    this.nodes = Array.from({ length: count }, (_, index) =>
      nodeOf({ name: `node-${String(index).padStart(3, '0')}` }),
    );
    this.set = daemonSetOf({
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate } },
      metadata: { annotations: {} },
    });
    this.sync();
  }

  change(rollingUpdate?: { readonly maxUnavailable: number }): void {
    this.#hash = `hash-${++this.#made}`;
    if (rollingUpdate === undefined) return;
    this.set = {
      ...this.set,
      spec: { ...this.set.spec, updateStrategy: { type: 'RollingUpdate', rollingUpdate } },
    };
  }

  /** Makes pods Ready as of now. */
  ready(which: (pod: Pod) => boolean = () => true, is = true): void {
    this.pods = this.pods.map((pod) => {
      if (!which(pod) || (pod.status?.conditions?.[0]?.status === 'True') === is) return pod;
      const condition = {
        type: 'Ready',
        status: is ? 'True' : 'False',
        lastTransitionTime: timeOf(this.now),
      } as const;
      return { ...pod, status: { phase: 'Running', conditions: [condition] } };
    });
  }

  /** Some pods count as made from the present template. */
  pretendUpdated(which: (pod: Pod, index: number) => boolean): void {
    const labels = { app: 'web', 'controller-revision-hash': this.#hash };
    this.pods = this.pods.map((pod, index) =>
      which(pod, index) ? { ...pod, metadata: { ...pod.metadata, labels } } : pod,
    );
  }

  isNew = (pod: Pod): boolean => pod.metadata.labels?.['controller-revision-hash'] === this.#hash;

  /**
   * Upstream's tests see every create and delete at once, so that their rolling update runs in the sync that managed
   * something, too. In a cluster, and in the controller here, it waits for the next sync (G-12).
   */
  sync(): { readonly creates: number; readonly deletes: number } {
    this.now = after(this.now, seconds(1));
    const managed = this.#carryOut(manage(this.#situation(), () => false, this.now));
    const updated = this.#carryOut(rollingUpdate(this.#situation(), this.now));
    return { creates: managed.creates + updated.creates, deletes: managed.deletes + updated.deletes };
  }

  #situation(): Situation {
    const { set, nodes } = this;
    return { set, nodes, pods: podsByNode(this.pods), fits: nodeJudge(set), hash: this.#hash };
  }

  #carryOut({ create, remove }: Work) {
    this.pods = this.pods.filter((pod) => !remove.includes(pod));
    for (const node of create) {
      const labels = { app: 'web', 'controller-revision-hash': this.#hash };
      this.pods.push(podOf({ name: `pod-${++this.#made}`, node, labels, created: timeOf(this.now) }));
    }
    return { creates: create.length, deletes: remove.length };
  }
}

interface Step {
  readonly creates?: number;
  readonly deletes?: number;
  readonly ready?: boolean;
}
const sequence = (name: string) =>
  sequenceTable.cases.find((row) => row.name === name) as { readonly steps: readonly Step[] };
const did = ({ creates, deletes }: Step) => ({ creates, deletes });

function run(rollout: Rollout, steps: readonly Step[]): readonly Step[] {
  return steps.map(({ ready }) => {
    const done = rollout.sync();
    if (ready === true) rollout.ready();
    return done;
  });
}

describe('G-22, G-23 updates without surge', () => {
  test.each([
    ['TestDaemonSetUpdatesPods', 5, 2],
    ['TestDaemonSetUpdatesWhenNewPodIsNotReady', 5, 3],
  ])('%s', (name, nodes, maxUnavailable) => {
    const rollout = new Rollout(nodes, { maxUnavailable });
    rollout.ready();
    rollout.change();
    const { steps } = sequence(name);
    expect(run(rollout, steps)).toEqual(steps.map(did));
  });
  test('TestDaemonSetUpdatesAllOldPodsNotReady', () => {
    const rollout = new Rollout(5, { maxUnavailable: 3 });
    rollout.change();
    const { steps } = sequence('TestDaemonSetUpdatesAllOldPodsNotReady');
    expect(run(rollout, steps)).toEqual(steps.map(did));
  });
  test('TestDaemonSetUpdatesNoTemplateChanged', () => {
    const rollout = new Rollout(5, { maxUnavailable: 3 });
    rollout.ready();
    expect(rollout.sync()).toEqual({ creates: 0, deletes: 0 });
  });
  test('TestDaemonSetUpdatesSomeOldPodsNotReady: a second change replaces the unready ones again', () => {
    const rollout = new Rollout(5, { maxUnavailable: 2 });
    rollout.ready();
    rollout.change();
    const { steps } = sequence('TestDaemonSetUpdatesSomeOldPodsNotReady');
    const first = run(rollout, steps.slice(0, 3));
    rollout.change();
    expect([...first, ...run(rollout, steps.slice(3))]).toEqual(steps.map(did));
  });
  test('TestDaemonSetUpdatesSaveOldHealthyPods: unready pods use up the limit first', () => {
    const rollout = new Rollout(20, { maxUnavailable: 10 });
    rollout.ready();
    const { steps } = sequence('TestDaemonSetUpdatesSaveOldHealthyPods');
    rollout.change();
    const first = run(rollout, steps.slice(0, 3));
    rollout.change({ maxUnavailable: 4 });
    const second = run(rollout, steps.slice(3, 6));
    rollout.change({ maxUnavailable: 11 });
    expect([...first, ...second, ...run(rollout, steps.slice(6))]).toEqual(steps.map(did));
  });
  test('TestDaemonSetUpdatesAllOldNotReadyPodsAndNewNotReadyPods', () => {
    const rollout = new Rollout(100, { maxUnavailable: 10 });
    const indexOf = (pod: Pod): number => rollout.pods.indexOf(pod);
    rollout.ready((pod) => indexOf(pod) < 10);
    rollout.change();
    rollout.pretendUpdated((_, index) => index >= 12);
    const { steps } = sequence('TestDaemonSetUpdatesAllOldNotReadyPodsAndNewNotReadyPods');
    expect(run(rollout, steps)).toEqual(steps.map(did));
  });
});

describe('G-25 updates with surge', () => {
  test('TestDaemonSetUpdatesPodsWithMaxSurge', () => {
    const rollout = new Rollout(5, { maxSurge: 2, maxUnavailable: 0 });
    rollout.ready();
    rollout.change();
    const { steps } = sequence('TestDaemonSetUpdatesPodsWithMaxSurge');
    expect(run(rollout, steps)).toEqual(steps.map(did));
  });
  test('TestDaemonSetUpdatesPodsNotMatchTainstWithMaxSurge: the pod of a node that is none any more goes when it can be spared', () => {
    const rollout = new Rollout(5, { maxSurge: 1, maxUnavailable: 0 });
    rollout.ready();
    rollout.nodes = rollout.nodes.map((node, index) =>
      index === 0
        ? {
            ...node,
            spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
          }
        : node,
    );
    rollout.change();
    const { steps } = sequence('TestDaemonSetUpdatesPodsNotMatchTainstWithMaxSurge');
    expect(run(rollout, steps)).toEqual(steps.map(did));
  });
  test('TestDaemonSetUpdatesAllOldPodsNotReadyMaxSurge', () => {
    const rollout = new Rollout(5, { maxSurge: 3, maxUnavailable: 0 });
    const start = rollout.now;
    const at = (time: number) => {
      rollout.now = instant(start + (time - 1) * 1000 + 500);
      return rollout.sync();
    };
    rollout.change();
    expect([at(100), at(200)]).toEqual([
      { creates: 5, deletes: 0 },
      { creates: 0, deletes: 5 },
    ]);
    rollout.ready();
    rollout.set = { ...rollout.set, spec: { ...rollout.set.spec, minReadySeconds: 15 } };
    rollout.change();
    expect(at(300)).toEqual({ creates: 3, deletes: 0 });
    const withNew = new Set(rollout.pods.filter(rollout.isNew).map(({ spec }) => spec.nodeName));
    const two = new Set(rollout.pods.filter(rollout.isNew).slice(0, 2));
    rollout.ready((pod) => two.has(pod));
    const alone = rollout.pods.find((pod) => !withNew.has(pod.spec.nodeName));
    rollout.ready((pod) => pod === alone, false);
    expect([at(310), at(320)]).toEqual([
      { creates: 1, deletes: 0 },
      { creates: 1, deletes: 3 },
    ]);
    rollout.ready();
    expect([at(340), at(350)]).toEqual([
      { creates: 0, deletes: 2 },
      { creates: 0, deletes: 0 },
    ]);
  });
});
