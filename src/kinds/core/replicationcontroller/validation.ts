import { type FieldError, required } from '../../../machinery/field-path.ts';
import { selectorFromLabels } from '../../../machinery/labels.ts';
import { templateLabelsMatch, validateRunsForever } from '../../apps/workload-validation.ts';
import { validatePodTemplate } from '../../pod-template/validation.ts';
import { nonNegative } from '../../validation/numbers.ts';
import type { ReplicationController } from './types.ts';

/** ValidateReplicationController. */
export function validate({ spec }: ReplicationController): readonly FieldError[] {
  const { selector, template } = spec;
  const requirements = selectorFromLabels(selector);
  return [
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...(requirements.length === 0 ? [required('spec.selector')] : []),
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...(template === undefined
      ? [required('spec.template')]
      : [
          ...templateLabelsMatch(requirements, template),
          ...validatePodTemplate(template, 'spec.template'),
          ...validateRunsForever(template, 'ReplicationController'),
        ]),
  ];
}

/** The strategy validates a changed object as a new one and as a change: every fault is told twice. */
export function validateUpdate(controller: ReplicationController): readonly FieldError[] {
  const faults = validate(controller);
  return [...faults, ...faults];
}
