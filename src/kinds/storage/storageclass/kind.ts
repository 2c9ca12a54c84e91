import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { deprecatedNodeLabel } from '../../core/node/deprecated-labels.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type StorageClass = types.StorageClass;
export const StorageClass = defineKind<StorageClass>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  scope: 'Cluster',
  defaults,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings: (storageClass) => warnings(storageClass),
  columns,
});

/** SetDefaults_StorageClass (V-10). */
function defaults(storageClass: StorageClass): StorageClass {
  return {
    ...storageClass,
    reclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
    volumeBindingMode: storageClass.volumeBindingMode ?? 'Immediate',
  };
}

function warnings({ allowedTopologies = [] }: StorageClass): readonly string[] {
  return allowedTopologies.flatMap(({ matchLabelExpressions = [] }, i) =>
    matchLabelExpressions.flatMap(({ key }, j) => {
      const told = deprecatedNodeLabel(key);
      return told === undefined ? [] : [`allowedTopologies[${i}].matchLabelExpressions[${j}].key: ${told}`];
    }),
  );
}
