import type { PodTemplateSpec, TopologySpreadConstraint } from '../../../kinds/core/pod/types.ts';
import { formatSelector } from '../../../machinery/labels.ts';
import { compareBytes, describeAnnotations, describeLabels, describeTolerations } from '../common.ts';
import type { Page } from '../page.ts';
import { describeContainers } from './containers.ts';
import { describeVolumes } from './volumes.ts';

/** `Pod Template:` of a workload, and of a revision in `rollout history`. */
export function describePodTemplate(page: Page, template: PodTemplateSpec | undefined): void {
  page.line(0, 'Pod Template:');
  if (template === undefined) {
    page.write(1, '<unset>');
    return;
  }
  const { metadata, spec } = template;
  describeLabels(page, '  Labels', metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) {
    describeAnnotations(page, '  Annotations', metadata?.annotations);
  }
  if ((spec.serviceAccountName ?? '') !== '') page.line(1, `Service Account:\t${spec.serviceAccountName}`);
  if (spec.initContainers !== undefined && spec.initContainers.length > 0) {
    describeContainers(page, { label: 'Init Containers', containers: spec.initContainers, indent: '  ' });
  }
  describeContainers(page, { label: 'Containers', containers: spec.containers, indent: '  ' });
  describeVolumes(page, spec.volumes, '  ');
  describeTopologySpread(page, spec.topologySpreadConstraints, '  ');
  if ((spec.priorityClassName ?? '') !== '') page.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  describeLabels(page, '  Node-Selectors', spec.nodeSelector);
  describeTolerations(page, '  Tolerations', spec.tolerations);
}

export function describeTopologySpread(
  page: Page,
  constraints: readonly TopologySpreadConstraint[] | undefined,
  indent: string,
): void {
  if (constraints === undefined || constraints.length === 0) return;
  page.write(0, `${indent}Topology Spread Constraints:\t`);
  for (const [i, one] of constraints
    .toSorted((a, b) => compareBytes(a.topologyKey, b.topologyKey))
    .entries()) {
    if (i > 0) page.write(0, `${indent}\t`);
    const selector =
      one.labelSelector === undefined ? '' : ` for selector ${formatSelector(one.labelSelector)}`;
    page.line(
      0,
      `${one.topologyKey}:${one.whenUnsatisfiable} when max skew ${one.maxSkew} is exceeded${selector}`,
    );
  }
}
