import { describe, expect, test } from 'vitest';
import { nodeSet, type Score } from '../../../src/scheduler/framework.ts';
import { podInfo } from '../../../src/scheduler/pod-info.ts';
import { nodeAffinityScore } from '../../../src/scheduler/scores/node-affinity.ts';
import { podAffinityScore } from '../../../src/scheduler/scores/pod-affinity.ts';
import { balancedAllocation, leastAllocated } from '../../../src/scheduler/scores/resources.ts';
import { taintTolerationScore } from '../../../src/scheduler/scores/taint-toleration.ts';
import { topologySpreadScore } from '../../../src/scheduler/scores/topology-spread.ts';
import { View } from '../../../src/scheduler/view.ts';
import { clusterOf, nodeFrom, podFrom, rowsOf, type Sketch } from '../../support/scheduling.ts';

interface NodeScore {
  readonly name: string;
  readonly score: number;
}

const list = (value: unknown): readonly Sketch[] => (value ?? []) as readonly Sketch[];

/** The normalized score of each node that will do; `failed`: nodes that will not, which exist all the same. */
function scored(
  score: Score,
  pod: Sketch,
  nodes: readonly Sketch[],
  pods: readonly Sketch[],
  failed: readonly Sketch[] = [],
): readonly NodeScore[] {
  const all = [...nodes, ...failed].map(nodeFrom);
  const view = new View(
    clusterOf(
      all,
      pods.map((each) => podFrom(each)),
    ),
  );
  const names = nodes.map((node) => (node['metadata'] as Sketch)['name'] as string);
  const feasible = view.nodes.filter(({ name }) => names.includes(name));
  const scoring = score.prepare(podInfo(podFrom(pod)), view, nodeSet(feasible));
  if (scoring === undefined) return names.map((name) => ({ name, score: 0 }));
  const values = new Float64Array(feasible.length);
  if (scoring.fill !== undefined) scoring.fill(values, nodeSet(feasible));
  else for (const [place, node] of feasible.entries()) values[place] = scoring.score(node);
  scoring.normalize?.(values);
  return names.map((name) => ({
    name,
    score: values[feasible.findIndex((node) => node.name === name)] ?? Number.NaN,
  }));
}

const skips = ({ wantStatus, wantPreScoreStatus, wantPreScoreStatusCode }: Sketch): boolean =>
  [wantStatus, wantPreScoreStatus].some((status) => (status as Sketch | undefined)?.['code'] === 'Skip') ||
  wantPreScoreStatusCode === 'Skip';

describe('S-21: the emptier node scores higher', () => {
  const isUsual = ({ resources, wantErrs }: Sketch): boolean =>
    wantErrs === undefined &&
    JSON.stringify(resources) === '[{"name":"cpu","weight":1},{"name":"memory","weight":1}]';
  const known = (text: string): string =>
    text.replaceAll('{"$go":"defaultResources"}', '[{"name":"cpu","weight":1},{"name":"memory","weight":1}]');
  const rows = rowsOf('platform-scheduler-scores', 'leastAllocated', known).filter(isUsual);
  test.each(rows)('$name', ({ requestedPod, nodes, existingPods, expectedScores }) => {
    expect(scored(leastAllocated, requestedPod as Sketch, list(nodes), list(existingPods))).toEqual(
      expectedScores,
    );
  });
});

describe('S-22: cpu and memory filled alike score higher', () => {
  const rows = rowsOf('platform-scheduler-scores', 'balanced').filter(
    (row) => !skips(row) && !JSON.stringify(row['args']).includes('nvidia'),
  );
  test.each(rows)('$name', ({ pod, nodes, pods, expectedList }) => {
    expect(scored(balancedAllocation, pod as Sketch, list(nodes), list(pods))).toEqual(expectedList);
  });
});

describe('S-23: fewer taints that only discourage', () => {
  test.each(rowsOf('platform-taint-toleration', 'score'))('$name', ({ pod, nodes, expectedList }) => {
    expect(scored(taintTolerationScore, pod as Sketch, list(nodes), [])).toEqual(expectedList);
  });
});

describe('S-24: preferred node affinity', () => {
  const rows = rowsOf('platform-scheduler-nodeaffinity', 'TestNodeAffinityPriority').filter(
    (row) => row['args'] === undefined && !skips(row),
  );
  test.each(rows)('$name', ({ pod, nodes, expectedList }) => {
    expect(scored(nodeAffinityScore, pod as Sketch, list(nodes), [])).toEqual(expectedList);
  });
});

describe('S-25: preferred affinity between pods', () => {
  const rows = rowsOf('platform-scheduler-scores', 'podAffinity').filter(
    (row) => !skips(row) && row['ignorePreferredTermsOfExistingPods'] !== true && isValid(row),
  );
  test.each(rows)('$name', ({ pod, nodes, pods, expectedList }) => {
    expect(scored(podAffinityScore, inDefault(pod), list(nodes), list(pods).map(inDefault))).toEqual(
      expectedList,
    );
  });
});

describe('S-26: topology spread constraints that only prefer', () => {
  const selectors: Readonly<Record<string, Sketch>> = {
    fooSelector: { matchExpressions: [{ key: 'foo', operator: 'Exists' }] },
    barSelector: { matchExpressions: [{ key: 'bar', operator: 'Exists' }] },
  };
  const rows = rowsOfSpread(selectors).filter(
    ({ objs, enableNodeInclusionPolicy, enableMatchLabelKeys, name }) =>
      objs === undefined &&
      enableNodeInclusionPolicy !== false &&
      enableMatchLabelKeys !== false &&
      // A constraint without selector selects nothing; the empty score of nobody is 0 for all, which decides nothing.
      name !== 'one constraint on node, null selector',
  );
  test.each(rows)('$name', ({ pod, nodes, failedNodes, existingPods, want }) => {
    const found = scored(
      topologySpreadScore,
      pod as Sketch,
      list(nodes),
      list(existingPods),
      list(failedNodes),
    );
    expect(found).toEqual(want);
  });
});

/** Selectors that the API server refuses are not tried. */
const isValid = (row: Sketch): boolean => !JSON.stringify(row).includes('bad-value');

function inDefault(pod: unknown): Sketch {
  const { metadata, ...rest } = pod as { readonly metadata?: Sketch };
  return { ...rest, metadata: { ...metadata, namespace: metadata?.['namespace'] ?? '' } };
}

/** This table names two selectors by variables. */
function rowsOfSpread(selectors: Readonly<Record<string, Sketch>>): readonly Sketch[] {
  return rowsOf('platform-scheduler-scores', 'spread', (text) =>
    text.replace(/\{"\$go":"(\w+)"\}/g, (whole, name: string) =>
      selectors[name] === undefined ? whole : JSON.stringify(selectors[name]),
    ),
  );
}
