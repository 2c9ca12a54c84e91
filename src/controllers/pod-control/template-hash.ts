import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { podTemplateHashTypes } from '../../kinds/schema/hash-types.ts';
import { podTemplateHash, revisionData as revisionDataOf } from '../../machinery/hash.ts';

/** The hash that names what is made of the template; the count is the workload's own, where it has one (H-2). */
export function templateHash(template: PodTemplateSpec, collisionCount?: number): string {
  return podTemplateHash(template, collisionCount, podTemplateHashTypes());
}

/** The text of the ControllerRevision that keeps the template (H-6). */
export function revisionData(template: PodTemplateSpec): string {
  return revisionDataOf(template, podTemplateHashTypes());
}
