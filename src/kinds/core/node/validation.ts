import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { labelValue } from '../../../machinery/names.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { parseCidr, validCidr } from '../../validation/addresses.ts';
import { showStrings } from '../../validation/go-values.ts';
import { validateLabelName } from '../../validation/labels.ts';
import { validateQuantity } from '../../validation/quantities.ts';
import type { Node, NodeSpec, NodeStatus, Taint } from './types.ts';

/** ValidateNode. Upstream looks for the taints' path under metadata. */
export function validate({ spec = {}, status = {} }: Node): readonly FieldError[] {
  return [...validateTaints(spec.taints ?? []), ...validateResources(status), ...validatePodCidrs(spec)];
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function validateTaints(taints: readonly Taint[]): readonly FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, i) => {
    const field = `metadata.taints[${i}]`;
    const identity = `${taint.effect} ${taint.key}`;
    const repeated = seen.has(identity);
    seen.add(identity);
    return [...validateTaint(taint, field), ...(repeated ? [duplicateTaint(taint, field)] : [])];
  });
}

function validateTaint({ key, value = '', effect }: Taint, field: string): readonly FieldError[] {
  const valueFaults = labelValue(value);
  const effectFault = effect ? unsupported(`${field}.effect`, effect, EFFECTS) : required(`${field}.effect`);
  return [
    ...validateLabelName(key, `${field}.key`),
    ...(valueFaults.length === 0 ? [] : [invalid(`${field}.value`, value, valueFaults.join(';'))]),
    ...(EFFECTS.includes(effect) ? [] : [effectFault]),
  ];
}

function duplicateTaint(taint: Taint, field: string): FieldError {
  return {
    type: 'FieldValueDuplicate',
    field,
    shown: goDumpInternal('core/v1.Taint', taint),
    detail: 'taints must be unique by key and effect pair',
  };
}

function validateResources(status: NodeStatus): readonly FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((list) =>
    Object.entries(status[list] ?? {}).flatMap(([name, text]) =>
      validateQuantity(name, text, `status.${list}.${name}`),
    ),
  );
}

function validatePodCidrs({ podCIDRs = [] }: NodeSpec): readonly FieldError[] {
  const field = 'spec.podCIDRs';
  const faults = podCIDRs.flatMap((range, i) => validCidr(range, `${field}[${i}]`));
  if (podCIDRs.length < 2) return faults;
  const families = new Set(podCIDRs.map((range) => parseCidr(range)?.address.family));
  if (podCIDRs.length === 2 && families.size === 2) return faults;
  return [
    ...faults,
    invalidShown(field, showStrings(podCIDRs), 'may specify no more than one CIDR for each IP family'),
  ];
}

/** The strategy validates a changed node as a new one and as a change: some faults are told twice. */
export function validateUpdate(node: Node, before: Node): readonly FieldError[] {
  return [...validate(node), ...validateStatusUpdate(node, before)];
}

/** ValidateNodeUpdate, which is all that a write to the status is asked. */
export function validateStatusUpdate(node: Node, before: Node): readonly FieldError[] {
  const { spec = {}, status = {} } = node;
  return [
    ...validateResources(status),
    ...validateAddresses(status),
    ...validateFixedSpec(spec, before.spec ?? {}),
    ...validateTaints(spec.taints ?? []),
    ...((spec.externalID ?? '') === (before.spec?.externalID ?? '')
      ? []
      : [forbidden('spec.externalID', 'may not be updated')]),
  ];
}

function validateAddresses({ addresses = [] }: NodeStatus): readonly FieldError[] {
  return addresses.flatMap((address, i) => {
    if (addresses.findIndex((other) => equalJson(other, address)) === i) return [];
    const shown = goDumpInternal('core/v1.NodeAddress', address);
    return [{ type: 'FieldValueDuplicate', field: `status.addresses[${i}]`, shown, detail: '' } as const];
  });
}

/** podCIDRs and providerID are set once. */
function validateFixedSpec(spec: NodeSpec, before: NodeSpec): readonly FieldError[] {
  const fixed = (name: string, told: string): FieldError =>
    forbidden(`spec.${name}`, `node updates may not change ${told} except from "" to valid`);
  const ranges = spec.podCIDRs ?? [];
  const old = before.podCIDRs ?? [];
  const changed = ranges.length === old.length ? old.filter((range, i) => range !== ranges[i]).length : 1;
  return [
    ...(old.length === 0 ? [] : Array.from({ length: changed }, () => fixed('podCIDRs', 'podCIDR'))),
    ...(before.providerID && before.providerID !== spec.providerID
      ? [fixed('providerID', 'providerID')]
      : []),
  ];
}
