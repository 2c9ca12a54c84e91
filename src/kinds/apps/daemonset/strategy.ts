import { equalJson } from '../../../machinery/json.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import type { DaemonSet, DaemonSetStatus } from './types.ts';

/** Where apps/v1 keeps what older versions had as spec.templateGeneration. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const NO_STATUS: DaemonSetStatus = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

/** How often the template was changed, counted from 1. */
export function templateGeneration({ metadata }: DaemonSet): number {
  return Number(metadata.annotations?.[TEMPLATE_GENERATION] ?? 0) || 0;
}

export function prepareForCreate(daemonSet: DaemonSet): DaemonSet {
  const generation = Math.max(templateGeneration(daemonSet), 1);
  return { ...withTemplateGeneration(daemonSet, generation), status: NO_STATUS };
}

export function prepareForUpdate(daemonSet: DaemonSet, before: DaemonSet): DaemonSet {
  const generation = templateGeneration(before) + (changesTemplate(daemonSet, before) ? 1 : 0);
  const { status: _, ...rest } = withTemplateGeneration(daemonSet, generation);
  return before.status === undefined ? rest : { ...rest, status: before.status };
}

export function prepareForStatusUpdate(daemonSet: DaemonSet, before: DaemonSet): DaemonSet {
  const { spec } = before;
  return withTemplateGeneration({ ...daemonSet, spec }, templateGeneration(before));
}

function withTemplateGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  const annotations = { ...daemonSet.metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
  return { ...daemonSet, metadata: { ...daemonSet.metadata, annotations } };
}

const changesTemplate = (daemonSet: DaemonSet, before: DaemonSet): boolean =>
  !equalJson(daemonSet.spec.template, before.spec.template);

export function raisesGeneration(daemonSet: DaemonSet, before: DaemonSet): boolean {
  return !equalJson(daemonSet.spec, before.spec);
}

export function warnings({ spec, ...rest }: DaemonSet, before?: DaemonSet): readonly string[] {
  if (before !== undefined && !changesTemplate({ spec, ...rest }, before)) return [];
  return podTemplateWarnings(spec.template, 'spec.template', before?.spec.template);
}
