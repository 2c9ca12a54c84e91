import { type FieldError, invalidShown, unsupported } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, integerColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { notMoreThan100Percent, positiveIntOrPercent } from '../../validation/int-or-percent.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import type * as types from './types.ts';

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];
const NO_STATUS = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };

export type PodDisruptionBudget = types.PodDisruptionBudget;
export const PodDisruptionBudget = defineKind<PodDisruptionBudget>({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  scope: 'Namespaced',
  unconditionalUpdate: false,
  subresources: ['status'],
  prepareForCreate: (budget) => ({ ...budget, status: NO_STATUS }),
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('Min Available', ({ spec }) => String(spec?.minAvailable ?? 'N/A')),
    column('Max Unavailable', ({ spec }) => String(spec?.maxUnavailable ?? 'N/A')),
    integerColumn('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed ?? 0),
    ageColumn,
  ],
});

/** ValidatePodDisruptionBudgetSpec. */
function validate({ spec = {} }: PodDisruptionBudget): readonly FieldError[] {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy } = spec;
  const both = minAvailable !== undefined && maxUnavailable !== undefined;
  const shown = (): string => goDumpInternal('policy/v1.PodDisruptionBudgetSpec', spec);
  const amounts = (['minAvailable', 'maxUnavailable'] as const).flatMap((name) => {
    const amount = spec[name];
    if (amount === undefined) return [];
    return [
      ...positiveIntOrPercent(amount, `spec.${name}`),
      ...notMoreThan100Percent(amount, `spec.${name}`),
    ];
  });
  return [
    ...(both ? [invalidShown('spec', shown(), 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...amounts,
    ...validateLabelSelector(spec.selector, 'spec.selector'),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [unsupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
  ];
}
