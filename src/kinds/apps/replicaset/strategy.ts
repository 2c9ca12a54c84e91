import { equalJson } from '../../../machinery/json.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import { nameWarnings } from '../name-warnings.ts';
import type { ReplicaSet } from './types.ts';

export function prepareForCreate(replicaSet: ReplicaSet): ReplicaSet {
  return { ...replicaSet, status: { replicas: 0 } };
}

export function prepareForStatusUpdate(replicaSet: ReplicaSet, before: ReplicaSet): ReplicaSet {
  const { terminatingReplicas, ...status } = replicaSet.status ?? { replicas: 0 };
  // The field's feature gate is off in 1.33: it only stays where it already is.
  const inUse = before.status?.terminatingReplicas !== undefined && terminatingReplicas !== undefined;
  return {
    ...before,
    metadata: replicaSet.metadata,
    status: inUse ? { ...status, terminatingReplicas } : status,
  };
}

export function raisesGeneration(replicaSet: ReplicaSet, before: ReplicaSet): boolean {
  return !equalJson(replicaSet.spec, before.spec);
}

export function warnings(replicaSet: ReplicaSet, before?: ReplicaSet): readonly string[] {
  if (before !== undefined && !raisesGeneration(replicaSet, before)) return [];
  const ofTemplate = podTemplateWarnings(replicaSet.spec.template, 'spec.template', before?.spec.template);
  return before === undefined ? [...nameWarnings(replicaSet.metadata.name), ...ofTemplate] : ofTemplate;
}
