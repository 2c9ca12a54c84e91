import { equalJson } from '../../../machinery/json.ts';
import { claimSpecWarnings } from '../../core/persistentvolumeclaim/warnings.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import type { StatefulSet } from './types.ts';

export function prepareForCreate(statefulSet: StatefulSet): StatefulSet {
  return { ...withoutDisabledFields(statefulSet), status: { replicas: 0, availableReplicas: 0 } };
}

export function prepareForUpdate(statefulSet: StatefulSet, before: StatefulSet): StatefulSet {
  const { status: _, ...rest } = withoutDisabledFields(statefulSet, before);
  return before.status === undefined ? rest : { ...rest, status: before.status };
}

/** maxUnavailable belongs to a feature gate that is off in 1.33: it only stays where it already is. */
function withoutDisabledFields(statefulSet: StatefulSet, before?: StatefulSet): StatefulSet {
  const { updateStrategy } = statefulSet.spec;
  if (updateStrategy.rollingUpdate?.maxUnavailable === undefined) return statefulSet;
  if (before?.spec.updateStrategy.rollingUpdate?.maxUnavailable !== undefined) return statefulSet;
  const { maxUnavailable: _, ...rollingUpdate } = updateStrategy.rollingUpdate;
  const spec = { ...statefulSet.spec, updateStrategy: { ...updateStrategy, rollingUpdate } };
  return { ...statefulSet, spec };
}

export function raisesGeneration(statefulSet: StatefulSet, before: StatefulSet): boolean {
  return !equalJson(statefulSet.spec, before.spec);
}

export function warnings(statefulSet: StatefulSet, before?: StatefulSet): readonly string[] {
  const { spec } = statefulSet;
  const ofTemplate =
    before === undefined || raisesGeneration(statefulSet, before)
      ? podTemplateWarnings(spec.template, 'spec.template', before?.spec.template)
      : [];
  // Upstream writes the path of an update with a capital S.
  const part = before === undefined ? '' : '.Spec';
  const ofClaims = (spec.volumeClaimTemplates ?? []).flatMap((claim, i) =>
    claimSpecWarnings(claim.spec, `spec.volumeClaimTemplates[${i}]${part}`),
  );
  return [...ofTemplate, ...ofClaims, ...(spec.revisionHistoryLimit < 0 ? [KEEPS_ALL] : [])];
}

const KEEPS_ALL =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';
