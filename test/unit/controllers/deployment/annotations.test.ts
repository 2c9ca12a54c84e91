import { describe, expect, test } from 'vitest';
import {
  desiredReplicasOf,
  hasAnnotations,
  newReplicaSetAnnotations,
  parseInt64,
  sizeAnnotations,
} from '../../../../src/controllers/deployment/annotations.ts';
import { deploymentOf, replicaSetOf } from '../../../support/workloads.ts';
import countTable from '../../../vectors/deployment-annotation-int.json' with { type: 'json' };
import annotationTable from '../../../vectors/deployment-SetReplicasAnnotations.json' with { type: 'json' };

const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
type Texts = Readonly<Record<string, string>>;

describe('counts in annotations', () => {
  test.each(countTable.cases)('$value', (row) => {
    const annotations: Texts = row.value === null ? {} : { [DESIRED]: row.value };
    const found = desiredReplicasOf(replicaSetOf({ name: 'web', replicas: 1, annotations }));
    expect(found).toBe(row.expectedValid ? row.expectedValue : undefined);
  });
});

describe('D-31 what a ReplicaSet is told of the sizes', () => {
  test.each(annotationTable.cases)('$kind $annotations: $desired, at most $max', (row) => {
    const rollingUpdate = { maxSurge: row.max - row.desired, maxUnavailable: 1 };
    const deployment = deploymentOf({
      spec: { replicas: row.desired, strategy: { type: 'RollingUpdate', rollingUpdate } },
    });
    const before = (row.annotations ?? {}) as unknown as Texts;
    const wanted = sizeAnnotations(deployment);
    const set = replicaSetOf({ name: 'web', replicas: 1, annotations: before });
    expect(hasAnnotations(set, wanted)).toBe(!row.updated);
    if (row.after !== undefined) expect({ ...before, ...wanted }).toEqual(row.after);
  });
});

describe('D-12 annotations of the new ReplicaSet', () => {
  test('D-12a the deployment’s own are copied, private ones are not, removed ones stay', () => {
    const deployment = deploymentOf({
      metadata: {
        annotations: {
          'kubernetes.io/change-cause': 'two',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          [REVISION]: '7',
          [DESIRED]: '1',
        },
      },
    });
    expect(newReplicaSetAnnotations(deployment, { gone: 'x', [REVISION]: '3' }, 3n)).toEqual({
      annotations: { gone: 'x', [REVISION]: '3', 'kubernetes.io/change-cause': 'two' },
      changed: true,
    });
  });
  test('D-12b a revision is raised and the earlier one remembered', () => {
    expect(newReplicaSetAnnotations(deploymentOf({}), { [REVISION]: '1' }, 4n)).toEqual({
      annotations: { [REVISION]: '4', [HISTORY]: '1' },
      changed: true,
    });
  });
  test('D-12b a revision is never lowered', () => {
    expect(newReplicaSetAnnotations(deploymentOf({}), { [REVISION]: '5' }, 4n).changed).toBe(false);
  });
  test('D-12b what is no number is left alone, and nothing else is worth an update then', () => {
    const deployment = deploymentOf({ metadata: { annotations: { z: '9' } } });
    expect(newReplicaSetAnnotations(deployment, { [REVISION]: 'x' }, 4n)).toEqual({
      annotations: { [REVISION]: 'x', z: '9' },
      changed: false,
    });
  });
  test('D-12b the oldest revisions are dropped where the list is too long', () => {
    const { expectedHistoryAfterRevision } = annotationTable.revisionHistory;
    let annotations: Texts = { [REVISION]: '11' };
    const history: Record<string, string | undefined> = {};
    for (let revision = 12n; revision <= 20n; revision++) {
      ({ annotations } = newReplicaSetAnnotations(deploymentOf({}), annotations, revision, 5));
      if (revision > 12n) history[String(revision)] = annotations[HISTORY];
    }
    expect(history).toEqual(expectedHistoryAfterRevision);
  });
  test('SD-30 revisions beyond 2^53 are exact', () => {
    expect(parseInt64('3546343826724305832')).toBe(3546343826724305832n);
  });
  test('what does not fit 64 bits is no revision', () => {
    expect(parseInt64('9223372036854775808')).toBeUndefined();
  });
});
