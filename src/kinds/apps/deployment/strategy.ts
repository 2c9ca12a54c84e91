import { equalJson } from '../../../machinery/json.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import { nameWarnings } from '../name-warnings.ts';
import type { Deployment } from './types.ts';

export function prepareForCreate(deployment: Deployment): Deployment {
  return { ...deployment, status: {} };
}

/** A status write may change annotations, but neither spec nor labels. */
export function prepareForStatusUpdate(deployment: Deployment, before: Deployment): Deployment {
  const { labels: _, ...rest } = deployment.metadata;
  const { labels } = before.metadata;
  const metadata = labels === undefined ? rest : { ...rest, labels };
  const { terminatingReplicas, ...status } = deployment.status ?? {};
  // The field's feature gate is off in 1.33: it only stays where it already is.
  const inUse = before.status?.terminatingReplicas !== undefined && terminatingReplicas !== undefined;
  return { ...before, metadata, status: inUse ? { ...status, terminatingReplicas } : status };
}

/** Annotations count too, for they are copied to the ReplicaSets. */
export function raisesGeneration(deployment: Deployment, before: Deployment): boolean {
  return (
    !equalJson(deployment.spec, before.spec) ||
    !equalJson(deployment.metadata.annotations ?? {}, before.metadata.annotations ?? {})
  );
}

export function warnings(deployment: Deployment, before?: Deployment): readonly string[] {
  if (before !== undefined && !raisesGeneration(deployment, before)) return [];
  const ofTemplate = podTemplateWarnings(deployment.spec.template, 'spec.template', before?.spec.template);
  return before === undefined ? [...nameWarnings(deployment.metadata.name), ...ofTemplate] : ofTemplate;
}
