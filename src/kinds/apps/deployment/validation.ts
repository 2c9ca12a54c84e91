import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
} from '../../../machinery/field-path.ts';
import { validatePodTemplate } from '../../pod-template/validation.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { showIntOrString } from '../../validation/go-values.ts';
import { immutableStruct } from '../../validation/immutable.ts';
import {
  intOrPercentValue,
  notMoreThan100Percent,
  positiveIntOrPercent,
} from '../../validation/int-or-percent.ts';
import { allNonNegative, nonNegative, notDecremented, notGreaterThan } from '../../validation/numbers.ts';
import {
  showSelector,
  templateLabelsMatch,
  validateRunsForever,
  validateSelected,
  validateWorkloadSelector,
} from '../workload-validation.ts';
import type { Deployment, DeploymentStrategy, RollingUpdateDeployment } from './types.ts';

/** ValidateDeploymentSpec. */
export function validate({ spec }: Deployment): readonly FieldError[] {
  return [
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...validateWorkloadSelector(spec.selector, 'deployment'),
    ...validateSelected(spec.selector, 'invalid label selector', (selector) => [
      ...templateLabelsMatch(selector, spec.template),
      ...validatePodTemplate(spec.template, 'spec.template'),
      ...validateRunsForever(spec.template, 'ReplicaSet'),
    ]),
    ...validateStrategy(spec.strategy, 'spec.strategy'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
    ...validateDeadline(spec.progressDeadlineSeconds, spec.minReadySeconds),
  ];
}

function validateDeadline(deadline: number | undefined, minReadySeconds = 0): readonly FieldError[] {
  if (deadline === undefined) return [];
  const field = 'spec.progressDeadlineSeconds';
  const faults = nonNegative(deadline, field);
  if (deadline > minReadySeconds) return faults;
  return [...faults, invalid(field, deadline, 'must be greater than minReadySeconds')];
}

function validateStrategy(strategy: DeploymentStrategy, field: string): readonly FieldError[] {
  switch (strategy.type) {
    case 'Recreate': {
      if (strategy.rollingUpdate === undefined) return [];
      return [forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
    }
    case 'RollingUpdate': {
      const { rollingUpdate } = strategy;
      if (rollingUpdate !== undefined) return validateRollingUpdate(rollingUpdate, `${field}.rollingUpdate`);
      return [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')];
    }
    default:
      return [
        {
          type: 'FieldValueNotSupported',
          field,
          shown: goDumpInternal('apps/v1.DeploymentStrategy', strategy),
          detail: 'supported values: "Recreate", "RollingUpdate"',
        },
      ];
  }
}

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDeployment,
  field: string,
): readonly FieldError[] {
  const nothingMoves = intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0;
  const stuck = [
    invalidShown(
      `${field}.maxUnavailable`,
      showIntOrString(maxUnavailable),
      'may not be 0 when `maxSurge` is 0',
    ),
  ];
  return [
    ...positiveIntOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...positiveIntOrPercent(maxSurge, `${field}.maxSurge`),
    ...(nothingMoves ? stuck : []),
    ...notMoreThan100Percent(maxUnavailable, `${field}.maxUnavailable`),
  ];
}

/** ValidateDeploymentUpdate, and the selector that apps/v1 does not let change. */
export function validateUpdate(deployment: Deployment, before: Deployment): readonly FieldError[] {
  const { selector } = deployment.spec;
  return [
    ...validate(deployment),
    ...immutableStruct(selector, before.spec.selector, 'spec.selector', () => showSelector(selector)),
  ];
}

/** ValidateDeploymentStatusUpdate. */
export function validateStatusUpdate({ status = {} }: Deployment, before: Deployment): readonly FieldError[] {
  const bound = status.replicas ?? 0;
  return [
    ...allNonNegative(
      status,
      [
        'observedGeneration',
        'replicas',
        'updatedReplicas',
        'readyReplicas',
        'availableReplicas',
        'unavailableReplicas',
        'terminatingReplicas',
        'collisionCount',
      ],
      'status',
    ),
    ...notGreaterThan(
      status,
      ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
      bound,
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
    ...notDecremented(status.collisionCount, before.status?.collisionCount, 'status.collisionCount'),
  ];
}
