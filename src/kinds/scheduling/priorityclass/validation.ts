import { type FieldError, forbidden, required, unsupported } from '../../../machinery/field-path.ts';
import { immutable } from '../../validation/immutable.ts';
import type { PriorityClass } from './types.ts';

const SYSTEM_PREFIX = 'system-';
/** Up to here users may go (HighestUserDefinablePriority). */
const HIGHEST = 1_000_000_000;

/** The classes that every cluster has, and their values. */
export const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

const POLICIES = ['PreemptLowerPriority', 'Never'];

/** ValidatePriorityClass. */
export function validate(priorityClass: PriorityClass): readonly FieldError[] {
  const { preemptionPolicy: policy } = priorityClass;
  const field = 'preemptionPolicy';
  if (policy !== undefined && !POLICIES.includes(policy)) {
    const fault = policy ? unsupported(field, policy, POLICIES) : required(field);
    return [...validateRange(priorityClass), fault];
  }
  return validateRange(priorityClass);
}

function validateRange(priorityClass: PriorityClass): readonly FieldError[] {
  const { metadata, value } = priorityClass;
  if (!metadata.name?.startsWith(SYSTEM_PREFIX)) {
    if (value <= HIGHEST) return [];
    return [forbidden('value', `maximum allowed value of a user defined priority is ${HIGHEST}`)];
  }
  const why = systemFault(priorityClass);
  if (why === undefined) return [];
  const told = "priority class names with 'system-' prefix are reserved for system use only. error:";
  return [forbidden('metadata.name', `${told} ${why}`)];
}

function systemFault({ metadata: { name }, value, globalDefault }: PriorityClass): string | undefined {
  const known = Object.hasOwn(SYSTEM_CLASSES, name) ? SYSTEM_CLASSES[name] : undefined;
  if (known === undefined) return `${name} is not a known system priority class`;
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

/** ValidatePriorityClassUpdate. */
export function validateUpdate(priorityClass: PriorityClass, before: PriorityClass): readonly FieldError[] {
  return [
    ...(priorityClass.value === before.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
    ...immutable(priorityClass.preemptionPolicy, before.preemptionPolicy, 'preemptionPolicy'),
  ];
}
