import type { TemplateMeta } from '../core/common-types.ts';
import type { PodSpec, PodTemplateSpec } from '../core/pod/types.ts';
import { defaultContainer, defaultResourceList } from './containers/defaults.ts';
import { dropDisabledFields } from './disabled-fields.ts';
import { fillAbsent, fillEmpty, mapChanged, withPart } from './fill.ts';
import { withoutOldAnnotations } from './old-annotations.ts';
import { defaultVolume } from './volumes/defaults.ts';

const SPEC: Partial<PodSpec> = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
};
const SPEC_POINTERS: Partial<PodSpec> = { securityContext: {}, terminationGracePeriodSeconds: 30 };
/** A template's metadata as Go writes it. */
const NO_META = { creationTimestamp: null } as const;

/** Every default that belongs to a pod template; a complete one comes back as it is. */
export function defaultPodTemplate(template: PodTemplateSpec): PodTemplateSpec {
  const { metadata = NO_META } = template;
  const known = metadata.creationTimestamp === undefined ? { ...NO_META, ...metadata } : metadata;
  return withPart(
    withPart(template, 'metadata', withoutOldAnnotations<TemplateMeta>(known)),
    'spec',
    defaultPodSpec(template.spec),
  );
}

/** SetDefaults_PodSpec with the defaults of containers and volumes: templates and pods have these in common. */
export function defaultPodSpec(given: PodSpec): PodSpec {
  let spec = fillAbsent(fillEmpty(given, SPEC), SPEC_POINTERS);
  // Go writes a missing list of containers as null, and validation asks for it.
  const containers: PodSpec['containers'] | null | undefined = spec.containers;
  if (containers) spec = withPart(spec, 'containers', mapChanged(containers, defaultContainer));
  for (const name of ['initContainers', 'ephemeralContainers'] as const) {
    const list = spec[name];
    if (list !== undefined) spec = withPart(spec, name, mapChanged(list, defaultContainer));
  }
  if (spec.volumes !== undefined) spec = withPart(spec, 'volumes', mapChanged(spec.volumes, defaultVolume));
  if (spec.overhead !== undefined) spec = withPart(spec, 'overhead', defaultResourceList(spec.overhead));
  return withBothAccountNames(dropDisabledFields(spec));
}

/** The old field serviceAccount always tells the same as serviceAccountName (conversion of the v1 API). */
function withBothAccountNames(spec: PodSpec): PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (name === undefined || name === '') return spec;
  return spec.serviceAccountName === name && spec.serviceAccount === name
    ? spec
    : { ...spec, serviceAccountName: name, serviceAccount: name };
}
