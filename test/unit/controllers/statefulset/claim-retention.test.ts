import { describe, expect, test } from 'vitest';
import {
  hasStaleReference,
  hasUnexpectedController,
  isUpToDate,
  retained,
  wantedOwners,
} from '../../../../src/controllers/statefulset/claim-retention.ts';
import type { ClaimRetention, StatefulSet } from '../../../../src/kinds/apps/statefulset/types.ts';
import type { OwnerReference, Uid } from '../../../../src/machinery/object-meta.ts';
import { podOf, statefulSetOf } from '../../../support/workloads.ts';
import table from '../../../vectors/statefulset-pvc-owner-refs.json' with { type: 'json' };

interface EdgeRow {
  readonly refs: readonly { readonly to: string; readonly uid?: string; readonly controller: boolean }[];
  readonly whenScaled: string;
  readonly whenDeleted: string;
  readonly replicas: number;
  readonly upToDate: boolean;
}

function setIn(whenScaled: string, whenDeleted: string, replicas: number): StatefulSet {
  const policy = { whenScaled: whenScaled as ClaimRetention, whenDeleted: whenDeleted as ClaimRetention };
  return statefulSetOf({ name: 'set', spec: { replicas, persistentVolumeClaimRetentionPolicy: policy } });
}

describe('S-30 which owners a claim is to have', () => {
  test.each(table.cases)('scaled $whenScaled, deleted $whenDeleted, condemned $condemned', (row) => {
    const set = setIn(row.whenScaled, row.whenDeleted, row.condemned ? 0 : 1);
    const owners = { set, pod: podOf({ name: 'set-0' }) };
    expect(wantedOwners(owners)).toEqual({ set: row.needsSetRef, pod: row.needsPodRef });
  });
  test.each(table.cases)(
    'it gets them: scaled $whenScaled, deleted $whenDeleted, condemned $condemned',
    (row) => {
      const set = setIn(row.whenScaled, row.whenDeleted, row.condemned ? 0 : 1);
      const owners = { set, pod: podOf({ name: 'set-0' }) };
      const references = retained([], owners);
      const kinds = references.map(({ kind, controller, blockOwnerDeletion }) => [
        kind,
        controller,
        blockOwnerDeletion,
      ]);
      const wanted = [...(row.needsSetRef ? ['StatefulSet'] : []), ...(row.needsPodRef ? ['Pod'] : [])];
      expect(kinds).toEqual(wanted.map((kind) => [kind, true, true]));
      expect(isUpToDate(references, owners)).toBe(true);
    },
  );
});

describe('S-30 edge cases', () => {
  test.each(table.edgeCases as readonly EdgeRow[])(
    '$refs, scaled $whenScaled, deleted $whenDeleted',
    (row) => {
      const set = setIn(row.whenScaled, row.whenDeleted, row.replicas);
      const pod = podOf({ name: 'set-1' });
      const references = row.refs.map(({ to, uid, controller }): OwnerReference => {
        const owner =
          to === 'set'
            ? set
            : to === 'pod-1'
              ? pod
              : { ...pod, kind: 'Job', metadata: { ...pod.metadata, name: to } };
        const own = uid === 'right' ? owner.metadata.uid : ((uid ?? 'other') as Uid);
        return {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: owner.metadata.name,
          uid: own,
          controller,
        };
      });
      expect(isUpToDate(references, { set, pod })).toBe(row.upToDate);
    },
  );
  test('beside another controller our own references go and none come', () => {
    const set = setIn('Delete', 'Delete', 1);
    const owners = { set, pod: podOf({ name: 'set-0' }) };
    const other: OwnerReference = {
      apiVersion: 'v1',
      kind: 'Job',
      name: 'x',
      uid: 'x' as Uid,
      controller: true,
    };
    const references = [other, ...retained([], owners)];
    expect([hasUnexpectedController(references, owners), retained(references, owners)]).toEqual([
      true,
      [other],
    ]);
  });
});

describe('S-33 claims that still go with an earlier pod', () => {
  test.each(table.podClaimIsStale)('$claims, pod exists: $podHasUID', (row) => {
    const pod = podOf({ name: 'set-3', ...(row.podHasUID ? {} : { metadata: { uid: '' as Uid } }) });
    const uids: Readonly<Record<string, string | undefined>> = {
      refToThisPod: podOf({ name: 'set-3' }).metadata.uid,
      refToOldPod: 'earlier',
    };
    const stale = row.claims.some((claim) => {
      const uid = uids[claim];
      const owner = { apiVersion: 'v1', kind: 'Pod', name: 'set-3', uid: (uid ?? '') as Uid };
      return hasStaleReference(uid === undefined ? [] : [owner], pod);
    });
    expect(stale).toBe(row.expected);
  });
});
