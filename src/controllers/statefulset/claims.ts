import type { StatefulSet } from '../../kinds/apps/statefulset/types.ts';
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimTemplate,
} from '../../kinds/core/persistentvolumeclaim/types.ts';
import type { Pod, Volume } from '../../kinds/core/pod/types.ts';
import type { Draft } from '../../machinery/object-meta.ts';
import { ordinalOf } from './ordinals.ts';

const templatesOf = ({ spec }: StatefulSet): readonly PersistentVolumeClaimTemplate[] =>
  spec.volumeClaimTemplates ?? [];

const claimName = (template: PersistentVolumeClaimTemplate, set: StatefulSet, ordinal: number): string =>
  `${template.metadata.name}-${set.metadata.name}-${ordinal}`;

/** Names of a pod's claims, in the order of the templates (H-9, P-4). */
export function claimNames(set: StatefulSet, ordinal: number): readonly string[] {
  return templatesOf(set).map((template) => claimName(template, set, ordinal));
}

/** The claims a pod of this ordinal needs; the selector's labels win over the template's (S-31). */
export function claimsFor(set: StatefulSet, ordinal: number): readonly Draft<PersistentVolumeClaim>[] {
  const { namespace } = set.metadata;
  return templatesOf(set).map((template) => {
    const labels = { ...template.metadata.labels, ...set.spec.selector.matchLabels };
    const { annotations, finalizers } = template.metadata;
    return {
      metadata: {
        name: claimName(template, set, ordinal),
        ...(namespace === undefined ? {} : { namespace }),
        ...(Object.keys(labels).length === 0 ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
        ...(finalizers === undefined ? {} : { finalizers }),
      },
      spec: template.spec,
      ...(template.status === undefined ? {} : { status: template.status }),
    };
  });
}

/** A pod's volumes: one for each claim template, before the pod's own ones of other names (S-12). */
export function volumesFor(set: StatefulSet, ordinal: number, own: readonly Volume[]): readonly Volume[] {
  const templates = templatesOf(set);
  const names = new Set(templates.map((template) => template.metadata.name));
  const claimed = templates.map((template) => ({
    name: template.metadata.name ?? '',
    persistentVolumeClaim: { claimName: claimName(template, set, ordinal) },
  }));
  return [...claimed, ...own.filter((volume) => !names.has(volume.name))];
}

/** Whether every claim template has its volume with the claim of this very pod. */
export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod.metadata.name);
  const volumes = new Map((pod.spec.volumes ?? []).map((volume) => [volume.name, volume]));
  return templatesOf(set).every((template) => {
    const volume = volumes.get(template.metadata.name ?? '');
    return volume?.persistentVolumeClaim?.claimName === claimName(template, set, ordinal);
  });
}
