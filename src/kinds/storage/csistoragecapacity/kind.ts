import { type FieldError, invalid, invalidShown } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import { dns1123Subdomain, nameIsDnsSubdomain } from '../../../machinery/names.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { canonicalQuantity, parseQuantity, quantitySign } from '../../../machinery/quantity.ts';
import { column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { IMMUTABLE } from '../../validation/immutable.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';

export interface CSIStorageCapacity extends KubeObject {
  readonly nodeTopology?: LabelSelector;
  readonly storageClassName?: string;
  readonly capacity?: string;
  readonly maximumVolumeSize?: string;
}

export const CSIStorageCapacity = defineKind<CSIStorageCapacity>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  scope: 'Namespaced',
  unconditionalUpdate: false,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('StorageClassName', ({ storageClassName }) => storageClassName ?? ''),
    column('Capacity', ({ capacity }) => (capacity === undefined ? '<unset>' : canonicalQuantity(capacity))),
  ],
});

function validate({
  nodeTopology,
  storageClassName = '',
  capacity,
}: CSIStorageCapacity): readonly FieldError[] {
  return [
    ...validateLabelSelector(nodeTopology, 'nodeTopology'),
    ...dns1123Subdomain(storageClassName).map((text) => invalid('storageClassName', storageClassName, text)),
    ...(capacity !== undefined && quantitySign(parseQuantity(capacity)) < 0
      ? [invalid('capacity', canonicalQuantity(capacity), 'must be greater than or equal to 0')]
      : []),
  ];
}

/** Of what the capacity is, does not change. */
function validateUpdate(capacity: CSIStorageCapacity, before: CSIStorageCapacity): readonly FieldError[] {
  const { nodeTopology, storageClassName = '' } = capacity;
  return [
    ...(equalJson(nodeTopology ?? null, before.nodeTopology ?? null)
      ? []
      : [invalidShown('nodeTopology', JSON.stringify(nodeTopology ?? null), IMMUTABLE)]),
    ...(storageClassName === (before.storageClassName ?? '')
      ? []
      : [invalid('storageClassName', storageClassName, IMMUTABLE)]),
  ];
}
