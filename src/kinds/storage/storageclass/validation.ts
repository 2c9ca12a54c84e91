import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  required,
  tooLong,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { qualifiedName } from '../../../machinery/names.ts';
import type { TopologySelectorLabelRequirement, TopologySelectorTerm } from '../../core/common-types.ts';
import { immutable } from '../../validation/immutable.ts';
import { validateLabelName } from '../../validation/labels.ts';
import type { StorageClass } from './types.ts';

const RECLAIM_POLICIES = ['Delete', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const PARAMETERS_MOST = 512;
const PARAMETERS_BYTES = 256 * 1024;

/** ValidateStorageClass. */
export function validate(storageClass: StorageClass): readonly FieldError[] {
  const { provisioner, reclaimPolicy, volumeBindingMode } = storageClass;
  const name = (provisioner ?? '').toLowerCase();
  return [
    ...(name === ''
      ? [required('provisioner')]
      : qualifiedName(name).map((text) => invalid('provisioner', name, text))),
    ...validateParameters(storageClass.parameters ?? {}),
    ...(!reclaimPolicy || RECLAIM_POLICIES.includes(reclaimPolicy)
      ? []
      : [unsupported('reclaimPolicy', reclaimPolicy, RECLAIM_POLICIES)]),
    ...(BINDING_MODES.includes(volumeBindingMode)
      ? []
      : [unsupported('volumeBindingMode', volumeBindingMode, BINDING_MODES)]),
    ...validateTopologies(storageClass.allowedTopologies ?? []),
  ];
}

function validateParameters(parameters: Readonly<Record<string, string>>): readonly FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > PARAMETERS_MOST) return [tooLong('parameters', PARAMETERS_MOST)];
  const bytes = entries.reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return [
    ...('' in parameters ? [invalid('parameters', '', 'field can not be empty.')] : []),
    ...(bytes > PARAMETERS_BYTES ? [tooLong('parameters', PARAMETERS_BYTES)] : []),
  ];
}

function validateTopologies(terms: readonly TopologySelectorTerm[]): readonly FieldError[] {
  return terms.flatMap((term, i) => {
    const field = `allowedTopologies[${i}].matchLabelExpressions`;
    const twin = terms.slice(0, i).some((other) => equalJson(other, term));
    return [...validateTerm(term, field), ...(twin ? [duplicate(field, '')] : [])];
  });
}

function validateTerm(
  { matchLabelExpressions = [] }: TopologySelectorTerm,
  field: string,
): readonly FieldError[] {
  const keys = matchLabelExpressions.map(({ key }) => key);
  return matchLabelExpressions.flatMap((requirement, i) => [
    ...validateRequirement(requirement, `${field}[${i}]`),
    ...(keys.indexOf(requirement.key) < i ? [duplicate(`${field}[${i}].key`, requirement.key)] : []),
  ]);
}

function validateRequirement(
  { key, values }: TopologySelectorLabelRequirement,
  field: string,
): readonly FieldError[] {
  const list = values ?? [];
  const repeated = list.flatMap((value, i) =>
    list.indexOf(value) < i ? [duplicate(`${field}.values[${i}]`, value)] : [],
  );
  return [
    ...(list.length === 0 ? [required(`${field}.values`)] : []),
    ...repeated,
    ...validateLabelName(key, `${field}.key`),
  ];
}

/** The strategy validates the changed class first; then what may not change. */
export function validateUpdate(storageClass: StorageClass, before: StorageClass): readonly FieldError[] {
  const fixed = (['parameters', 'provisioner', 'reclaimPolicy'] as const).filter(
    (name) => !equalJson(storageClass[name], before[name]),
  );
  return [
    ...validate(storageClass),
    ...fixed.map((name) => forbidden(name, `updates to ${name} are forbidden.`)),
    ...immutable(storageClass.volumeBindingMode, before.volumeBindingMode, 'volumeBindingMode'),
  ];
}
