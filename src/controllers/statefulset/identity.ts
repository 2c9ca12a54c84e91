import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import type { Pod, PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import { podFromTemplate } from '../pod-control/pod-from-template.ts';
import { volumesFor } from './claims.ts';
import { ordinalOf, podName } from './ordinals.ts';

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';
const REVISION = 'controller-revision-hash';

/** The name of the revision a pod was made from: the whole name, not the hash alone (H-8). */
export const revisionOf = (pod: Pod | Draft<Pod>): string => pod.metadata.labels?.[REVISION] ?? '';

/** A pod of the set, with the name, host name, labels and volumes of its ordinal (S-12). */
export function newPod(
  set: StatefulSet,
  template: PodTemplateSpec,
  ordinal: number,
  revision: string,
): Draft<Pod> {
  const pod = podFromTemplate(template, set);
  const name = podName(set, ordinal);
  const volumes = volumesFor(set, ordinal, pod.spec.volumes ?? []);
  const { serviceName } = set.spec;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      name,
      labels: { ...pod.metadata.labels, ...identityLabels(name, ordinal), [REVISION]: revision },
    },
    spec: {
      ...pod.spec,
      ...(volumes.length === 0 ? {} : { volumes }),
      hostname: name,
      ...(serviceName === '' || serviceName === undefined ? {} : { subdomain: serviceName }),
    },
  };
}

/** The pod-index label is not looked at: who takes it off does not get it back (S-10). */
export function identityMatches(pod: Pod): boolean {
  return pod.metadata.labels?.[POD_NAME] === pod.metadata.name;
}

export function withIdentity(pod: Pod): Pod {
  const { name, labels } = pod.metadata;
  return {
    ...pod,
    metadata: { ...pod.metadata, labels: { ...labels, ...identityLabels(name, ordinalOf(name)) } },
  };
}

export function withStorage(set: StatefulSet, pod: Pod): Pod {
  const volumes = volumesFor(set, ordinalOf(pod.metadata.name), pod.spec.volumes ?? []);
  return { ...pod, spec: { ...pod.spec, volumes } };
}

const identityLabels = (name: string, ordinal: number) => ({
  [POD_NAME]: name,
  [POD_INDEX]: String(ordinal),
});
