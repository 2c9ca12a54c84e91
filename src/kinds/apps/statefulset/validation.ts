import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import type { Selector } from '../../../machinery/labels.ts';
import { dns1123Label } from '../../../machinery/names.ts';
import type { PodTemplateSpec } from '../../core/pod/types.ts';
import { validatePodAnnotations } from '../../pod-template/validation.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { validateAnnotations } from '../../validation/annotations.ts';
import { showIntOrString } from '../../validation/go-values.ts';
import {
  intOrPercentValue,
  notMoreThan100Percent,
  positiveIntOrPercent,
} from '../../validation/int-or-percent.ts';
import { validateLabels } from '../../validation/labels.ts';
import { allNonNegative, nonNegative, notDecremented, notGreaterThan } from '../../validation/numbers.ts';
import {
  templateLabelsMatch,
  validateRunsForever,
  validateSelected,
  validateWorkloadSelector,
} from '../workload-validation.ts';
import type { RollingUpdateStatefulSetStrategy, StatefulSet, StatefulSetSpec } from './types.ts';

/** ValidateStatefulSet. */
export function validate({ spec }: StatefulSet): readonly FieldError[] {
  return validateSpec(spec, dns1123Label);
}

function validateSpec(
  spec: StatefulSetSpec,
  serviceNameRule: (name: string) => readonly string[],
): readonly FieldError[] {
  const { serviceName } = spec;
  return [
    ...validatePolicy(spec),
    ...validateUpdateStrategy(spec),
    ...validateRetention(spec),
    ...nonNegative(spec.replicas, 'spec.replicas'),
    ...nonNegative(spec.minReadySeconds, 'spec.minReadySeconds'),
    ...nonNegative(spec.ordinals?.start, 'spec.ordinals.start'),
    ...(serviceName
      ? serviceNameRule(serviceName).map((text) => invalid('spec.serviceName', serviceName, text))
      : []),
    ...validateWorkloadSelector(spec.selector, 'statefulset'),
    ...validateSelected(spec.selector, '', (selector) => validateTemplate(selector, spec.template)),
    ...validateRunsForever(spec.template, 'StatefulSet'),
  ];
}

function validatePolicy({ podManagementPolicy: policy }: StatefulSetSpec): readonly FieldError[] {
  if (policy === 'OrderedReady' || policy === 'Parallel') return [];
  return [invalid('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")];
}

function validateUpdateStrategy({ updateStrategy: strategy }: StatefulSetSpec): readonly FieldError[] {
  const field = 'spec.updateStrategy';
  const { type, rollingUpdate } = strategy;
  switch (type) {
    case 'OnDelete': {
      if (rollingUpdate === undefined) return [];
      const shown = showRollingUpdate(rollingUpdate);
      return [
        invalidShown(`${field}.rollingUpdate`, shown, "only allowed for updateStrategy 'RollingUpdate'"),
      ];
    }
    case 'RollingUpdate':
      return rollingUpdate === undefined
        ? []
        : validateRollingUpdate(rollingUpdate, `${field}.rollingUpdate`);
    default: {
      const shown = goDumpInternal('apps/v1.StatefulSetUpdateStrategy', strategy);
      return [invalidShown(field, shown, "must be 'RollingUpdate' or 'OnDelete'")];
    }
  }
}

/** The internal type has a plain partition where v1 has a pointer. */
function showRollingUpdate({ partition = 0, maxUnavailable }: RollingUpdateStatefulSetStrategy): string {
  const pointer = `(*intstr.IntOrString)(${maxUnavailable === undefined ? 'nil' : '0xc000000000'})`;
  return `apps.RollingUpdateStatefulSetStrategy{Partition:${partition}, MaxUnavailable:${pointer}}`;
}

function validateRollingUpdate(
  { partition, maxUnavailable }: RollingUpdateStatefulSetStrategy,
  field: string,
): readonly FieldError[] {
  const faults = nonNegative(partition, `${field}.partition`);
  if (maxUnavailable === undefined) return faults;
  const path = `${field}.maxUnavailable`;
  const zero = [invalidShown(path, showIntOrString(maxUnavailable), 'cannot be 0')];
  return [
    ...faults,
    ...positiveIntOrPercent(maxUnavailable, path),
    ...(intOrPercentValue(maxUnavailable) === 0 ? zero : []),
    ...notMoreThan100Percent(maxUnavailable, path),
  ];
}

function validateRetention({
  persistentVolumeClaimRetentionPolicy: policy,
}: StatefulSetSpec): readonly FieldError[] {
  if (policy === undefined) return [];
  return (['whenDeleted', 'whenScaled'] as const)
    .filter((name) => policy[name] !== 'Retain' && policy[name] !== 'Delete')
    .map((name) =>
      unsupported(`spec.persistentVolumeClaimRetentionPolicy.${name}`, policy[name], ['Retain', 'Delete']),
    );
}

/** The pod of a StatefulSet's template is not validated: its claims' volumes are not there yet. */
function validateTemplate(selector: Selector, template: PodTemplateSpec | undefined): readonly FieldError[] {
  if (template === undefined) return [required('spec.template')];
  return [
    ...templateLabelsMatch(selector, template),
    ...validateLabels(template.metadata?.labels, 'spec.template.labels'),
    ...validateAnnotations(template.metadata?.annotations, 'spec.template.annotations'),
    ...validatePodAnnotations(template.metadata?.annotations, template.spec, 'spec.template.annotations'),
  ];
}

const MAY_CHANGE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;

/** ValidateStatefulSetUpdate; an invalid serviceName of old is tolerated. */
export function validateUpdate({ spec }: StatefulSet, before: StatefulSet): readonly FieldError[] {
  const faults = validateSpec(spec, () => []);
  if (equalJson(fixedPart(spec), fixedPart(before.spec))) return faults;
  const words = MAY_CHANGE.map((name) => `'${name}'`);
  const allowed = `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return [
    ...faults,
    forbidden('spec', `updates to statefulset spec for fields other than ${allowed} are forbidden`),
  ];
}

function fixedPart(spec: StatefulSetSpec): Partial<StatefulSetSpec> {
  return Object.fromEntries(
    Object.entries(spec).filter(([name]) => !(MAY_CHANGE as readonly string[]).includes(name)),
  );
}

const NO_STATUS = { replicas: 0, availableReplicas: 0 };

/** ValidateStatefulSetStatusUpdate. */
export function validateStatusUpdate(
  { status = NO_STATUS }: StatefulSet,
  before: StatefulSet,
): readonly FieldError[] {
  return [
    ...allNonNegative(
      status,
      [
        'replicas',
        'readyReplicas',
        'currentReplicas',
        'updatedReplicas',
        'availableReplicas',
        'observedGeneration',
        'collisionCount',
      ],
      'status',
    ),
    ...notGreaterThan(
      status,
      ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'],
      status.replicas ?? 0,
      'status',
      'cannot be greater than status.replicas',
    ),
    ...notGreaterThan(
      status,
      ['availableReplicas'],
      status.readyReplicas ?? 0,
      'status',
      'cannot be greater than status.readyReplicas',
    ),
    ...notDecremented(status.collisionCount, before.status?.collisionCount, 'status.collisionCount'),
  ];
}
