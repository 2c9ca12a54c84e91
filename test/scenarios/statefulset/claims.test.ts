import { describe, expect, test } from 'vitest';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import type { StatefulSetSpec } from '../../../src/kinds/apps/statefulset/types.ts';
import { PersistentVolumeClaim } from '../../../src/kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { isTerminating } from '../../../src/machinery/object-meta.ts';
import { Stage } from '../../support/scenario.ts';
import { set, setSpec, web } from '../../support/stateful-sets.ts';

const CLAIMS = {
  volumeClaimTemplates: [
    {
      metadata: { name: 'www' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ],
} as const satisfies Partial<StatefulSetSpec>;
type Policy = StatefulSetSpec['persistentVolumeClaimRetentionPolicy'];
const keeping = (whenDeleted: Policy['whenDeleted'], whenScaled: Policy['whenScaled']) => ({
  ...CLAIMS,
  persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
});

const claimNames = (stage: Stage): readonly string[] =>
  stage.list(PersistentVolumeClaim).map(({ metadata }) => metadata.name);
/** `www-web-0: StatefulSet/web`. */
const owners = (stage: Stage): readonly string[] =>
  stage.list(PersistentVolumeClaim).map(({ metadata }) => {
    const refs = (metadata.ownerReferences ?? []).map(({ kind, name }) => `${kind}/${name}`);
    return `${metadata.name}: ${refs.join(' ') || 'none'}`;
  });

describe('SS-15 claims', () => {
  const stage = new Stage();
  web(stage, 2, CLAIMS);
  test('are made before their pod, and told so', () => {
    expect(stage.events('web').slice(0, 2)).toEqual([
      'Normal SuccessfulCreate create Claim www-web-0 Pod web-0 in StatefulSet web success',
      'Normal SuccessfulCreate create Pod web-0 in StatefulSet web successful',
    ]);
  });
  test('bear the selector’s labels', () => {
    expect(stage.get(PersistentVolumeClaim, 'www-web-0').metadata.labels).toEqual({ app: 'web' });
  });
  test('come first among the pod’s volumes', () => {
    expect(stage.get(Pod, 'web-1').spec.volumes?.[0]).toEqual({
      name: 'www',
      persistentVolumeClaim: { claimName: 'www-web-1' },
    });
  });
  test('stay when their pod goes, and are used again', () => {
    const { uid } = stage.get(PersistentVolumeClaim, 'www-web-1').metadata;
    setSpec(stage, { replicas: 1 });
    stage.pass(2);
    expect([stage.podNames(), claimNames(stage)]).toEqual([['web-0'], ['www-web-0', 'www-web-1']]);
    setSpec(stage, { replicas: 2 });
    expect(stage.get(PersistentVolumeClaim, 'www-web-1').metadata.uid).toBe(uid);
  });
  test('S-32 stay when the set goes', () => {
    stage.delete(StatefulSet, 'web');
    stage.pass(5);
    expect([stage.podNames(), claimNames(stage)]).toEqual([[], ['www-web-0', 'www-web-1']]);
  });
});

test('SS-16 whenDeleted Delete: kept when scaled down, gone with the set', () => {
  const stage = new Stage();
  web(stage, 2, keeping('Delete', 'Retain'));
  expect(owners(stage)).toEqual(['www-web-0: StatefulSet/web', 'www-web-1: StatefulSet/web']);
  setSpec(stage, { replicas: 1 });
  stage.pass(2);
  expect(claimNames(stage)).toEqual(['www-web-0', 'www-web-1']);
  stage.delete(StatefulSet, 'web');
  stage.pass(5);
  expect(claimNames(stage)).toEqual([]);
});

describe('SS-17 whenScaled Delete', () => {
  const stage = new Stage();
  web(stage, 2, keeping('Retain', 'Delete'));
  test('in range a claim has no owner', () =>
    expect(owners(stage)).toEqual(['www-web-0: none', 'www-web-1: none']));
  test('a condemned pod takes its claim along', () => {
    stage.linger();
    setSpec(stage, { replicas: 1 });
    expect(owners(stage)[1]).toBe('www-web-1: Pod/web-1');
    stage.end();
    stage.pass(5);
    expect(claimNames(stage)).toEqual(['www-web-0']);
  });
  test('the set gone, the rest stays', () => {
    stage.delete(StatefulSet, 'web');
    stage.end();
    stage.pass(5);
    expect(claimNames(stage)).toEqual(['www-web-0']);
  });
});

test('SS-18 both Delete: the set in range, the pod alone when condemned', () => {
  const stage = new Stage();
  web(stage, 2, keeping('Delete', 'Delete'));
  stage.linger();
  setSpec(stage, { replicas: 1 });
  expect(owners(stage)).toEqual(['www-web-0: StatefulSet/web', 'www-web-1: Pod/web-1']);
});

test('SS-19 a failed pod is made again with the claim it had', () => {
  const stage = new Stage();
  web(stage, 2, CLAIMS);
  const claim = () => stage.get(PersistentVolumeClaim, 'www-web-1').metadata.uid;
  const [before, { uid }] = [claim(), stage.get(Pod, 'web-1').metadata];
  stage.fail('web-1');
  const { metadata, spec } = stage.get(Pod, 'web-1');
  expect([metadata.uid === uid, spec.volumes?.[0]?.persistentVolumeClaim?.claimName, claim()]).toEqual([
    false,
    'www-web-1',
    before,
  ]);
});

test('SS-22 deleted and made anew, a set uses the claims that are there', () => {
  const stage = new Stage();
  web(stage, 2, CLAIMS);
  const uids = () => stage.list(PersistentVolumeClaim).map(({ metadata }) => metadata.uid);
  const before = uids();
  stage.linger();
  stage.delete(StatefulSet, 'web');
  const ending = stage.pods().map(isTerminating);
  stage.end();
  const without = [stage.podNames(), claimNames(stage)];
  web(stage, 2, CLAIMS);
  expect([ending, without, stage.podNames(), uids()]).toEqual([
    [true, true],
    [[], ['www-web-0', 'www-web-1']],
    ['web-0', 'web-1'],
    before,
  ]);
});

test('S-31 a claim that is being deleted keeps its pod from being made', () => {
  const stage = new Stage();
  web(stage, 1, CLAIMS);
  stage.edit(PersistentVolumeClaim, 'www-web-0', (claim) => ({
    ...claim,
    metadata: { ...claim.metadata, finalizers: [...(claim.metadata.finalizers ?? []), 'example.com/hold'] },
  }));
  stage.delete(PersistentVolumeClaim, 'www-web-0');
  stage.delete(Pod, 'web-0');
  stage.pass(1);
  expect([stage.podNames(), set(stage).status?.replicas]).toEqual([[], 0]);
  expect(
    stage
      .events('web')
      .at(-1)
      ?.replace(/ x[0-9]+$/, ''),
  ).toBe(
    'Warning FailedCreate create Pod web-0 in StatefulSet web failed error: pvc www-web-0 is being deleted',
  );
});
