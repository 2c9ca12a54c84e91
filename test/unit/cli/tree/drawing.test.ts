import { describe, expect, test } from 'vitest';
import { paintFor } from '../../../../src/cli/paint.ts';
import { drawTree } from '../../../../src/cli/tree/drawing.ts';
import type { Owned } from '../../../../src/cli/tree/owned.ts';
import { instant, timeOf } from '../../../../src/machinery/instant.ts';
import type { KubeObject, Uid } from '../../../../src/machinery/object-meta.ts';

const NOW = instant(Date.parse('2026-01-05T09:00:00Z'));
const plain = await paintFor({ isTerminal: false, environment: {} });

interface Facts {
  readonly namespace?: string;
  readonly age: number;
  readonly ready?: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
}

function objectOf(path: string, { namespace = 'default', age, ready, reason }: Facts): KubeObject {
  const [kind = '', name = ''] = path.split('/');
  const conditions =
    ready === undefined ? [] : [{ type: 'Ready', status: ready, ...(reason ? { reason } : {}) }];
  const object = {
    apiVersion: 'v1',
    kind,
    metadata: {
      name,
      namespace,
      uid: path as Uid,
      resourceVersion: '1',
      creationTimestamp: timeOf(instant(NOW - age * 1000)),
    },
    status: { conditions },
  };
  return object;
}

const ownedOf = (children: Readonly<Record<string, readonly KubeObject[]>>): Owned =>
  new Map(Object.entries(children));

describe('the tree is laid out as kubectl-tree v0.4.3 does', () => {
  test('a deployment with old, current and broken replica sets', () => {
    const sets = [
      objectOf('ReplicaSet/folding-at-home-56b4477d4', { age: 11 }),
      objectOf('ReplicaSet/folding-at-home-58579d6cd6', { age: 6 }),
      objectOf('ReplicaSet/folding-at-home-69448f8b6d', { age: 2 }),
    ];
    const root = objectOf('Deployment/folding-at-home', { age: 11 });
    const owned = ownedOf({
      'Deployment/folding-at-home': sets,
      'ReplicaSet/folding-at-home-58579d6cd6': [
        objectOf('Pod/folding-at-home-58579d6cd6-5scrd', { age: 5, ready: 'True' }),
        objectOf('Pod/folding-at-home-58579d6cd6-9bghf', { age: 6, ready: 'True' }),
        objectOf('Pod/folding-at-home-58579d6cd6-mbr7j', { age: 6, ready: 'True' }),
      ],
      'ReplicaSet/folding-at-home-69448f8b6d': [
        objectOf('Pod/folding-at-home-69448f8b6d-lm54x', {
          age: 2,
          ready: 'False',
          reason: 'ContainersNotReady',
        }),
      ],
    });
    expect(drawTree(root, owned, NOW, plain)).toBe(
      'NAMESPACE  NAME                                      READY  REASON              AGE\n' +
        'default    Deployment/folding-at-home                -                          11s\n' +
        'default    ├─ReplicaSet/folding-at-home-56b4477d4    -                          11s\n' +
        'default    ├─ReplicaSet/folding-at-home-58579d6cd6   -                          6s \n' +
        'default    │ ├─Pod/folding-at-home-58579d6cd6-5scrd  True                       5s \n' +
        'default    │ ├─Pod/folding-at-home-58579d6cd6-9bghf  True                       6s \n' +
        'default    │ └─Pod/folding-at-home-58579d6cd6-mbr7j  True                       6s \n' +
        'default    └─ReplicaSet/folding-at-home-69448f8b6d   -                          2s \n' +
        'default      └─Pod/folding-at-home-69448f8b6d-lm54x  False  ContainersNotReady  2s \n',
    );
  });

  test('a stateful set with its revisions', () => {
    const root = objectOf('StatefulSet/test-sts', { namespace: 'stg', age: 34 });
    const inStaging = (path: string, age: number, ready?: 'True') =>
      objectOf(path, { namespace: 'stg', age, ...(ready === undefined ? {} : { ready }) });
    const owned = ownedOf({
      'StatefulSet/test-sts': [
        inStaging('ControllerRevision/test-sts-7f9b576867', 34),
        inStaging('ControllerRevision/test-sts-c956679fc', 4),
        inStaging('Pod/test-sts-0', 2, 'True'),
        inStaging('Pod/test-sts-1', 3, 'True'),
      ],
    });
    expect(drawTree(root, owned, NOW, plain)).toBe(
      'NAMESPACE  NAME                                      READY  REASON  AGE\n' +
        'stg        StatefulSet/test-sts                      -              34s\n' +
        'stg        ├─ControllerRevision/test-sts-7f9b576867  -              34s\n' +
        'stg        ├─ControllerRevision/test-sts-c956679fc   -              4s \n' +
        'stg        ├─Pod/test-sts-0                          True           2s \n' +
        'stg        └─Pod/test-sts-1                          True           3s \n',
    );
  });

  test('objects that own each other are not followed in circles', () => {
    const [a, b] = [objectOf('A/a', { age: 1 }), objectOf('B/b', { age: 1 })];
    const lines = drawTree(a, ownedOf({ 'A/a': [b], 'B/b': [a] }), NOW, plain).split('\n');
    expect(lines.slice(1, -1).map((line) => line.split(/ +/)[1])).toEqual(['A/a', '└─B/b', '└─A/a']);
  });
});

describe('colours', () => {
  const root = objectOf('Job/j', { age: 1 });
  const owned = ownedOf({ 'Job/j': [objectOf('Pod/p', { age: 1, ready: 'False', reason: 'PodCompleted' })] });
  const uncoloured = (text: string) => text.replace(/\u001b\[\d+m/g, '');

  test('change nothing of the layout', async () => {
    const coloured = drawTree(root, owned, NOW, await paintFor({ isTerminal: true, environment: {} }));
    expect(coloured).toContain('\u001b[31mFalse\u001b[39m');
    expect(uncoloured(coloured)).toBe(drawTree(root, owned, NOW, plain));
  });

  test.each([
    ['no terminal', false, {}],
    ['NO_COLOR', true, { NO_COLOR: '1' }],
    ['a dumb terminal', true, { TERM: 'dumb' }],
  ])('none with %s', async (_, isTerminal, environment) => {
    const paint = await paintFor({ isTerminal, environment });
    expect(drawTree(root, owned, NOW, paint)).toBe(drawTree(root, owned, NOW, plain));
  });
});
