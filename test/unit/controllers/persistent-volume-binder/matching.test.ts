import { describe, expect, test } from 'vitest';
import { bestVolume } from '../../../../src/controllers/persistent-volume-binder/matching.ts';
import type { PersistentVolume } from '../../../../src/kinds/core/persistentvolume/types.ts';
import { hasModes, hasVolumeMode } from '../../../../src/kinds/core/persistentvolumeclaim/matching.ts';
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
} from '../../../../src/kinds/core/persistentvolumeclaim/types.ts';
import type { Time } from '../../../../src/machinery/instant.ts';
import type { Uid } from '../../../../src/machinery/object-meta.ts';
import table from '../../../vectors/platform-pv-match.json' with { type: 'json' };

const META = { resourceVersion: '1', creationTimestamp: '2026-01-01T12:00:00Z' as Time };

function claimWith({
  size,
  ...spec
}: {
  readonly size: string;
  readonly [field: string]: unknown;
}): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...META, namespace: 'myns', name: 'claim01', uid: 'claim01' as Uid },
    spec: { resources: { requests: { storage: size } }, ...spec } as PersistentVolumeClaimSpec,
  };
}

const volumes = table.tables.volumes.map(({ metadata, ...rest }) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { ...META, ...metadata },
  ...rest,
})) as unknown[] as readonly PersistentVolume[];

describe('V-1, V-2 which volume is bound', () => {
  test.each(table.tables.matchVolume)('$case', ({ claim, expectedMatch }) => {
    expect(bestVolume(claimWith(claim), volumes, false)?.metadata.uid ?? '').toBe(expectedMatch);
  });
  test('V-23 none where the scheduler is to choose', () => {
    expect(
      bestVolume(claimWith({ size: '8G', accessModes: ['ReadWriteOnce'] }), volumes, true),
    ).toBeUndefined();
  });
});

const volumeWith = (spec: object): PersistentVolume =>
  ({ ...volumes[0], spec: { persistentVolumeReclaimPolicy: 'Retain', ...spec } }) as PersistentVolume;

describe('V-1 access modes of a claim and a volume with ReadWriteOnce and ReadWriteMany', () => {
  const volume = volumeWith({ accessModes: ['ReadWriteOnce', 'ReadWriteMany'] });
  test.each(table.tables.checkAccessModes)('$case', ({ claim, shouldSucceed }) => {
    const text = JSON.stringify(claim);
    const accessModes = [...text.matchAll(/v1\.(Read\w+)/g)].map(([, mode]) => mode);
    expect(hasModes(volume, claimWith({ size: '100G', accessModes }))).toBe(shouldSucceed);
  });
});

describe('V-1 volume modes', () => {
  test.each(table.tables.volumeMode)('claim $claim, volume $pv', ({ claim, pv, compatible }) => {
    const mode = (volumeMode: string | null) => (volumeMode === null ? {} : { volumeMode });
    expect(hasVolumeMode(volumeWith(mode(pv)), claimWith({ size: '1G', ...mode(claim) }))).toBe(compatible);
  });
});
