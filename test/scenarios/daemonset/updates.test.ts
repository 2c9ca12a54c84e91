import { describe, expect, test } from 'vitest';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import {
  agent,
  counts,
  onNode,
  places,
  revisions,
  set,
  setImage,
  setSpec,
} from '../../support/daemon-sets.ts';
import { kubectl } from '../../support/kubectl.ts';
import { Stage } from '../../support/scenario.ts';

const SURGE = {
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
} as const;

describe('SG-07 a rolling update', () => {
  const stage = new Stage();
  agent(stage);
  stage.hold();
  setImage(stage, 'busybox:1.37');
  test('stops at the first node', () => {
    expect(places(stage)).toEqual(['node-1 v2 Pending', 'node-2 v1 Ready', 'node-3 v1 Ready']);
    expect([counts(stage), set(stage).status?.numberUnavailable]).toEqual([[3, 3, 0, 2, 1, 2], 1]);
  });
  test('generation and template generation are 2', () => {
    const { generation, annotations } = set(stage).metadata;
    expect([generation, annotations?.['deprecated.daemonset.template.generation']]).toEqual([2, '2']);
  });
  test('then node by node', () => {
    stage.ready();
    expect(places(stage)).toEqual(['node-1 v2 Ready', 'node-2 v2 Pending', 'node-3 v1 Ready']);
    while (stage.ready());
    expect([places(stage), revisions(stage)]).toEqual([
      ['node-1 v2 Ready', 'node-2 v2 Ready', 'node-3 v2 Ready'],
      ['agent-64755b48bf 1', 'agent-f6f67cc86 2'],
    ]);
  });
});

describe('SG-08 undone half-way', () => {
  const stage = new Stage();
  agent(stage);
  const before = new Set(stage.podNames());
  stage.hold();
  setImage(stage, 'busybox:1.37');
  test('only the new pod is replaced; untouched ones keep their names and labels', async () => {
    stage.puppet.ready = true;
    expect(await kubectl(stage, 'rollout undo ds/agent')).toEqual(['daemonset.apps/agent rolled back']);
    stage.pass(2);
    expect(stage.podNames().filter((name) => before.has(name))).toHaveLength(2);
    const generations = stage.pods().map(({ metadata }) => metadata.labels?.['pod-template-generation']);
    expect(generations.toSorted()).toEqual(['1', '1', '3']);
  });
  test('the old revision is used again, with a higher number', () => {
    expect(revisions(stage)).toEqual(['agent-f6f67cc86 2', 'agent-64755b48bf 3']);
    const hashes = stage.pods().map(({ metadata }) => metadata.labels?.['controller-revision-hash']);
    expect(hashes).toEqual(Array(3).fill('64755b48bf'));
  });
  test('the history lists both', async () => {
    expect(await kubectl(stage, 'rollout history ds/agent')).toEqual([
      'daemonset.apps/agent ',
      'REVISION  CHANGE-CAUSE',
      '2         <none>',
      '3         <none>',
      '',
    ]);
  });
});

test('SG-10 50% of 3: two at a time', () => {
  const stage = new Stage();
  agent(stage, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '50%' } } });
  stage.hold();
  setImage(stage, 'busybox:1.37');
  expect(places(stage)).toEqual(['node-1 v2 Pending', 'node-2 v2 Pending', 'node-3 v1 Ready']);
});

test('SG-09 old pods that are not available are replaced at once', () => {
  const stage = new Stage({ nodes: 5 });
  stage.hold();
  agent(stage);
  stage.linger();
  setImage(stage, 'busybox:1.37');
  // All of them are on their way out before the first one is gone.
  expect(places(stage)).toEqual([1, 2, 3, 4, 5].map((index) => `node-${index} v1 Terminating`));
});

describe('SG-11 surge 1', () => {
  const stage = new Stage();
  agent(stage, SURGE);
  stage.hold();
  setImage(stage, 'busybox:1.37');
  test('a new pod beside the old one', () => {
    expect([places(stage), counts(stage)]).toEqual([
      ['node-1 v1 Ready', 'node-1 v2 Pending', 'node-2 v1 Ready', 'node-3 v1 Ready'],
      [3, 3, 0, 3, undefined, 3],
    ]);
  });
  test('when it is Ready the old one goes and the next node has its turn', () => {
    stage.ready();
    expect([places(stage), counts(stage)]).toEqual([
      ['node-1 v2 Ready', 'node-2 v1 Ready', 'node-2 v2 Pending', 'node-3 v1 Ready'],
      [3, 3, 0, 3, 1, 3],
    ]);
  });
  test('to the end', () => {
    while (stage.ready());
    expect([places(stage).length, counts(stage)]).toEqual([3, [3, 3, 0, 3, 3, 3]]);
  });
});

describe('SG-12 OnDelete', () => {
  const stage = new Stage();
  agent(stage, { updateStrategy: { type: 'OnDelete' } });
  setImage(stage, 'busybox:1.37');
  test('a revision, and pods as they were', () => {
    expect([revisions(stage).length, places(stage)[0], counts(stage)[4]]).toEqual([
      2,
      'node-1 v1 Ready',
      undefined,
    ]);
  });
  test('rollout status has nothing to tell', async () => {
    expect(await kubectl(stage, 'rollout status ds/agent')).toEqual([
      '! error: rollout status is only available for RollingUpdate strategy type',
      '[exit 1]',
    ]);
  });
  test('a deleted pod comes back new', () => {
    stage.delete(Pod, onNode(stage, 'node-1'));
    expect(places(stage)[0]).toBe('node-1 v2 Ready');
  });
});

describe('SG-19 what a DaemonSet does not know', () => {
  const stage = new Stage();
  agent(stage);
  test.each([
    [
      'scale ds agent --replicas=2',
      '! Error from server (NotFound): the server could not find the requested resource',
    ],
    ['rollout pause ds/agent', '! error: daemonsets.apps "agent" pausing is not supported'],
    ['rollout undo ds/agent', '! error: no last revision to roll back to'],
  ])('%s', async (line, answer) => {
    expect(await kubectl(stage, line)).toEqual([answer, '[exit 1]']);
  });
  test('undone to where it is', async () => {
    expect(await kubectl(stage, 'rollout undo ds/agent --to-revision=1')).toEqual([
      'daemonset.apps/agent skipped rollback (current template already matches revision 1)',
    ]);
  });
});

test('G-23 a node whose old pod takes its time is without a new one until it is gone', () => {
  const stage = new Stage();
  agent(stage);
  stage.linger();
  setImage(stage, 'busybox:1.37');
  expect(places(stage)).toEqual(['node-1 v1 Terminating', 'node-2 v1 Ready', 'node-3 v1 Ready']);
});

test('G-44 beyond the limit old revisions go', () => {
  const stage = new Stage({ nodes: 1 });
  agent(stage, { revisionHistoryLimit: 1 });
  for (const version of ['1.37', '1.38', '1.39']) {
    setImage(stage, `busybox:${version}`);
    stage.pass(2);
  }
  setSpec(stage, { minReadySeconds: 0 });
  expect(revisions(stage).map((revision) => revision.split(' ')[1])).toEqual(['3', '4']);
});
