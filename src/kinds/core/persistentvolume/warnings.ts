import { deprecatedNodeLabel } from '../node/deprecated-labels.ts';
import type { PersistentVolume, PersistentVolumeSource } from './types.ts';

const ANNOTATIONS: readonly (readonly [name: string, told: string])[] = [
  [
    'volume.beta.kubernetes.io/storage-class',
    'deprecated since v1.8; use "storageClassName" attribute instead',
  ],
  ['volume.beta.kubernetes.io/mount-options', 'deprecated since v1.31; use "mountOptions" attribute instead'],
];

const SOURCES: readonly (readonly [name: keyof PersistentVolumeSource, path: string, told: string])[] = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** GetWarningsForPersistentVolume. */
export function warnings({ metadata, spec }: PersistentVolume): readonly string[] {
  const annotated = ANNOTATIONS.filter(([name]) => metadata.annotations?.[name] !== undefined);
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return [
    ...annotated.map(([name, told]) => `metadata.annotations[${name}]: ${told}`),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [RECYCLE] : []),
    ...terms.flatMap(({ matchExpressions = [] }, i) =>
      matchExpressions.flatMap(({ key }, j) => {
        const told = deprecatedNodeLabel(key);
        const field = `spec.nodeAffinity.required.nodeSelectorTerms[${i}].matchExpressions[${j}].key`;
        return told === undefined ? [] : [`${field}: ${key} is ${told}`];
      }),
    ),
    ...SOURCES.filter(([name]) => spec[name] !== undefined).map(([, path, told]) => `spec.${path}: ${told}`),
  ];
}

const RECYCLE =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';
