import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { podTemplateHashTypes } from '../../kinds/schema/hash-types.ts';
import { podTemplateHash, revisionData } from '../../machinery/hash.ts';
import type { Json } from '../../machinery/json.ts';

/** The hash in the names of ReplicaSets and of DaemonSets' revisions (H-2). */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  return podTemplateHash(template, collisionCount, podTemplateHashTypes());
}

export interface TemplateState {
  /** The bytes a StatefulSet's revision is named after. */
  readonly raw: string;
  /** The same as a ControllerRevision carries it. */
  readonly data: Json;
}

const states = new WeakMap<PodTemplateSpec, TemplateState>();

/** What a ControllerRevision keeps of a template (H-6). */
export function templateState(template: PodTemplateSpec): TemplateState {
  const known = states.get(template);
  if (known !== undefined) return known;
  const raw = revisionData(template, podTemplateHashTypes());
  const state = { raw, data: JSON.parse(raw) as Json };
  states.set(template, state);
  return state;
}
