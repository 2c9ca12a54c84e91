import { describe, expect, test } from 'vitest';
import { nodeJudge } from '../../../../src/controllers/daemonset/node-fit.ts';
import { podsByNode } from '../../../../src/controllers/daemonset/placement.ts';
import { daemonSetStatus } from '../../../../src/controllers/daemonset/status.ts';
import type { Node } from '../../../../src/kinds/core/node/types.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { daemonSetOf, NOON, nodeOf, podOf, second } from '../../../support/workloads.ts';

const pod = (name: string, node: string, hash: string, created: number, ready = true): Pod =>
  podOf({ name, node, ready, created: second(created), labels: { 'controller-revision-hash': hash } });
const statusOf = (nodes: readonly Node[], pods: readonly Pod[]) => {
  const set = daemonSetOf();
  return daemonSetStatus({ set, nodes, pods: podsByNode(pods), fits: nodeJudge(set), hash: 'new' }, NOON);
};

describe('G-35 the numbers', () => {
  test('without nodes: four zeros', () => {
    expect(statusOf([], [])).toEqual({
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      desiredNumberScheduled: 0,
      numberReady: 0,
      observedGeneration: 1,
    });
  });
  test('of a node with two pods the older one is looked at', () => {
    const pods = [pod('old', 'node-1', 'old', 1), pod('new', 'node-1', 'new', 2, false)];
    expect(statusOf([nodeOf({ name: 'node-1' })], pods)).toEqual({
      currentNumberScheduled: 1,
      numberMisscheduled: 0,
      desiredNumberScheduled: 1,
      numberReady: 1,
      observedGeneration: 1,
      numberAvailable: 1,
    });
  });
  test('a pod on a node that is not to have one is misscheduled', () => {
    const tainted = nodeOf({ name: 'node-1', taints: [{ key: 'x', effect: 'NoSchedule' }] });
    expect(statusOf([tainted, nodeOf({ name: 'node-2' })], [pod('a', 'node-1', 'new', 1)])).toEqual({
      currentNumberScheduled: 0,
      numberMisscheduled: 1,
      desiredNumberScheduled: 1,
      numberReady: 0,
      observedGeneration: 1,
      numberUnavailable: 1,
    });
  });
});
