import {
  type FieldError,
  invalid,
  invalidShown,
  required,
  tooLong,
  unsupported,
} from '../../../machinery/field-path.ts';
import { validatePodTemplate } from '../../pod-template/validation.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { validateDomainPath } from '../../validation/domain-path.ts';
import { allNonNegative } from '../../validation/numbers.ts';
import { validateFailurePolicy, validateSuccessPolicy } from './policy-validation.ts';
import type { JobSpec } from './types.ts';

const PARALLELISM_MOST = 100_000;
const COMPLETIONS_SOFT_MOST = 100_000;
const PARALLELISM_MOST_WHEN_HIGH = 10_000;
const MANAGED_BY_BYTES = 63;

/** validateJobSpec: all but the selector. */
export function validateJobSpec(spec: JobSpec, field: string): readonly FieldError[] {
  return [
    ...allNonNegative(
      spec,
      [
        'parallelism',
        'completions',
        'activeDeadlineSeconds',
        'backoffLimit',
        'ttlSecondsAfterFinished',
        'backoffLimitPerIndex',
        'maxFailedIndexes',
      ],
      field,
    ),
    ...validatePerIndex(spec, field),
    ...validateManagedBy(spec.managedBy, `${field}.managedBy`),
    ...validateMode(spec, field),
    ...(spec.podFailurePolicy === undefined ? [] : validateFailurePolicy(spec, `${field}.podFailurePolicy`)),
    ...validateSuccess(spec, `${field}.successPolicy`),
    ...validateReplacement(spec, `${field}.podReplacementPolicy`),
    ...validatePodTemplate(spec.template, `${field}.template`),
    ...validateRestartPolicy(spec, `${field}.template.spec.restartPolicy`),
  ];
}

function validatePerIndex(
  { maxFailedIndexes, backoffLimitPerIndex }: JobSpec,
  field: string,
): readonly FieldError[] {
  if (maxFailedIndexes === undefined || backoffLimitPerIndex !== undefined) return [];
  return [required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')];
}

function validateManagedBy(value: string | undefined, field: string): readonly FieldError[] {
  if (value === undefined) return [];
  return [
    ...validateDomainPath(value, field),
    ...(value.length > MANAGED_BY_BYTES ? [tooLong(field, MANAGED_BY_BYTES)] : []),
  ];
}

function validateMode(spec: JobSpec, field: string): readonly FieldError[] {
  const { completionMode: mode } = spec;
  switch (mode) {
    case 'Indexed':
      return validateIndexed(spec, field);
    case 'NonIndexed':
    case undefined:
      return (['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
        .filter((name) => spec[name] !== undefined)
        .map((name) => invalid(`${field}.${name}`, spec[name], 'requires indexed completion mode'));
    default:
      return [unsupported(`${field}.completionMode`, mode, ['NonIndexed', 'Indexed'])];
  }
}

function validateIndexed(spec: JobSpec, field: string): readonly FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes = 0 } = spec;
  const faults: FieldError[] = [];
  const atMost = (name: 'parallelism' | 'maxFailedIndexes', detail: string): void => {
    faults.push(invalid(`${field}.${name}`, spec[name], `must be less than or equal to ${detail}`));
  };
  if (completions === undefined)
    faults.push(required(`${field}.completions`, 'when completion mode is Indexed'));
  if (parallelism > PARALLELISM_MOST)
    atMost('parallelism', `${PARALLELISM_MOST} when completion mode is Indexed`);
  if (completions !== undefined && maxFailedIndexes > completions) atMost('maxFailedIndexes', 'completions');
  if (maxFailedIndexes > PARALLELISM_MOST) atMost('maxFailedIndexes', `${PARALLELISM_MOST}`);
  if ((completions ?? 0) <= COMPLETIONS_SOFT_MOST || spec.backoffLimitPerIndex === undefined) return faults;
  const many = `${PARALLELISM_MOST_WHEN_HIGH} when completions are above ${COMPLETIONS_SOFT_MOST} and used with backoff limit per index`;
  if (spec.maxFailedIndexes === undefined) {
    const why = `must be specified when completions is above ${COMPLETIONS_SOFT_MOST}`;
    faults.push(required(`${field}.maxFailedIndexes`, why));
  }
  if (parallelism > PARALLELISM_MOST_WHEN_HIGH) atMost('parallelism', many);
  if (maxFailedIndexes > PARALLELISM_MOST_WHEN_HIGH) atMost('maxFailedIndexes', many);
  return faults;
}

function validateSuccess(spec: JobSpec, field: string): readonly FieldError[] {
  if (spec.successPolicy === undefined) return [];
  if (spec.completionMode === 'Indexed') return validateSuccessPolicy(spec, field);
  const shown = goDumpInternal('batch/v1.SuccessPolicy', spec.successPolicy);
  return [invalidShown(field, shown, 'requires indexed completion mode')];
}

function validateReplacement(
  { podReplacementPolicy: policy, podFailurePolicy }: JobSpec,
  field: string,
): readonly FieldError[] {
  const known = podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'];
  return policy === undefined || known.includes(policy) ? [] : [unsupported(field, policy, known)];
}

function validateRestartPolicy(
  { template, podFailurePolicy }: JobSpec,
  field: string,
): readonly FieldError[] {
  const policy = template.spec.restartPolicy;
  switch (policy) {
    case 'Always':
    case undefined:
      return [required(field, 'valid values: "OnFailure", "Never"')];
    case 'Never':
      return [];
    case 'OnFailure':
      if (podFailurePolicy === undefined) return [];
      return [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
    default:
      return [unsupported(field, policy, ['OnFailure', 'Never'])];
  }
}
