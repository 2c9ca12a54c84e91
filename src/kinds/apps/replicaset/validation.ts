import type { FieldError } from '../../../machinery/field-path.ts';
import { validatePodTemplate } from '../../pod-template/validation.ts';
import { immutableStruct } from '../../validation/immutable.ts';
import { allNonNegative, nonNegative, notGreaterThan } from '../../validation/numbers.ts';
import {
  showSelector,
  templateLabelsMatch,
  validateRunsForever,
  validateSelected,
  validateWorkloadSelector,
} from '../workload-validation.ts';
import type { ReplicaSet } from './types.ts';

/** ValidateReplicaSetSpec; an empty selector is told in the Deployment's words. */
export function validate({ spec }: ReplicaSet): readonly FieldError[] {
  return [
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateWorkloadSelector(spec.selector, 'deployment'),
    ...validateSelected(spec.selector, 'invalid label selector', (selector) => [
      ...templateLabelsMatch(selector, spec.template),
      ...validatePodTemplate(spec.template, 'spec.template'),
      ...validateRunsForever(spec.template, 'ReplicaSet'),
    ]),
  ];
}

/** The strategy validates a changed object as a new one and as a change: every fault of the spec is told twice. */
export function validateUpdate(replicaSet: ReplicaSet, before: ReplicaSet): readonly FieldError[] {
  const { selector } = replicaSet.spec;
  const faults = validate(replicaSet);
  return [
    ...faults,
    ...faults,
    ...immutableStruct(selector, before.spec.selector, 'spec.selector', () => showSelector(selector)),
  ];
}

/** ValidateReplicaSetStatusUpdate. */
export function validateStatusUpdate({ status = { replicas: 0 } }: ReplicaSet): readonly FieldError[] {
  return [
    ...allNonNegative(
      status,
      [
        'replicas',
        'fullyLabeledReplicas',
        'readyReplicas',
        'availableReplicas',
        'observedGeneration',
        'terminatingReplicas',
      ],
      'status',
    ),
    ...notGreaterThan(
      status,
      ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
      status.replicas,
      'status',
      'cannot be greater than status.replicas',
    ),
    ...notGreaterThan(
      status,
      ['availableReplicas'],
      status.readyReplicas ?? 0,
      'status',
      'cannot be greater than readyReplicas',
    ),
  ];
}
