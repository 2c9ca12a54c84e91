import { type FieldError, invalidShown, required } from '../../../machinery/field-path.ts';
import { validatePodTemplate } from '../../pod-template/validation.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { showIntOrString } from '../../validation/go-values.ts';
import { immutableStruct } from '../../validation/immutable.ts';
import {
  intOrPercentValue,
  notMoreThan100Percent,
  positiveIntOrPercent,
} from '../../validation/int-or-percent.ts';
import { requirementsOf, validateLabelSelector } from '../../validation/label-selector.ts';
import { allNonNegative, nonNegative, notDecremented } from '../../validation/numbers.ts';
import {
  emptySelector,
  showSelector,
  templateLabelsMatch,
  validateRunsForever,
} from '../workload-validation.ts';
import type { DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from './types.ts';

/** ValidateDaemonSetSpec. */
export function validate({ spec }: DaemonSet): readonly FieldError[] {
  const { selector, template } = spec;
  const requirements = requirementsOf(selector);
  return [
    ...validateLabelSelector(selector, 'spec.selector'),
    ...(requirements === undefined ? [] : templateLabelsMatch(requirements, template)),
    ...emptySelector(selector, 'daemonset'),
    ...validatePodTemplate(template, 'spec.template'),
    ...validateRunsForever(template, 'DaemonSet'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...validateUpdateStrategy(spec.updateStrategy, 'spec.updateStrategy'),
    ...nonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ];
}

function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy, field: string): readonly FieldError[] {
  switch (strategy.type) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate': {
      const { rollingUpdate } = strategy;
      if (rollingUpdate === undefined) return [required(`${field}.rollingUpdate`)];
      return validateRollingUpdate(rollingUpdate, `${field}.rollingUpdate`);
    }
    default:
      return [
        {
          type: 'FieldValueNotSupported',
          field,
          shown: goDumpInternal('apps/v1.DaemonSetUpdateStrategy', strategy),
          detail: 'supported values: "RollingUpdate", "OnDelete"',
        },
      ];
  }
}

function validateRollingUpdate(
  { maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet,
  field: string,
): readonly FieldError[] {
  const surges = intOrPercentValue(maxSurge) !== 0;
  const drops = intOrPercentValue(maxUnavailable) !== 0;
  const both = invalidShown(
    `${field}.maxSurge`,
    showIntOrString(maxSurge),
    'may not be set when maxUnavailable is non-zero',
  );
  return [
    ...positiveIntOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...positiveIntOrPercent(maxSurge, `${field}.maxSurge`),
    ...notMoreThan100Percent(maxUnavailable, `${field}.maxUnavailable`),
    ...notMoreThan100Percent(maxSurge, `${field}.maxSurge`),
    ...(surges && drops ? [both] : []),
    ...(surges || drops ? [] : [required(`${field}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]),
  ];
}

/** The strategy validates a changed object as a new one and as a change: every fault of the spec is told twice. */
export function validateUpdate(daemonSet: DaemonSet, before: DaemonSet): readonly FieldError[] {
  const { selector } = daemonSet.spec;
  const faults = validate(daemonSet);
  return [
    ...faults,
    ...faults,
    ...immutableStruct(selector, before.spec.selector, 'spec.selector', () => showSelector(selector)),
  ];
}

/** ValidateDaemonSetStatusUpdate. */
export function validateStatusUpdate({ status }: DaemonSet, before: DaemonSet): readonly FieldError[] {
  if (status === undefined) return [];
  return [
    ...allNonNegative(
      status,
      [
        'currentNumberScheduled',
        'numberMisscheduled',
        'desiredNumberScheduled',
        'numberReady',
        'observedGeneration',
        'updatedNumberScheduled',
        'numberAvailable',
        'numberUnavailable',
        'collisionCount',
      ],
      'status',
    ),
    ...notDecremented(status.collisionCount, before.status?.collisionCount, 'status.collisionCount'),
  ];
}
