import type { Pod, PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { nameIsDnsSubdomain } from '../../machinery/names.ts';
import type { Draft, KubeObject } from '../../machinery/object-meta.ts';
import { controllerRef } from './controller-ref.ts';

/** A pod as its owner's template describes it; of the template's metadata only labels, annotations, finalizers count (C-9). */
export function podFromTemplate(template: PodTemplateSpec, owner: KubeObject): Draft<Pod> {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    metadata: {
      generateName: podNamePrefix(owner.metadata.name),
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ownerReferences: [controllerRef(owner)],
    },
    spec: template.spec,
  };
}

/** The dash is for the eye and is left out where the name would be too long with it (C-9). */
function podNamePrefix(ownerName: string): string {
  const prefix = `${ownerName}-`;
  return nameIsDnsSubdomain(prefix, true).length === 0 ? prefix : ownerName;
}
