import type { Client } from '../../client/client.ts';
import { ControllerRevision } from '../../kinds/apps/controllerrevision/kind.ts';
import type { PodTemplateSpec } from '../../kinds/core/pod/types.ts';
import { assert } from '../../machinery/assert.ts';
import { isFields, type Json } from '../../machinery/json.ts';
import { byCreation } from './order.ts';

/** By revision number, then as created (S-2). */
export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return a.revision - b.revision || byCreation(a, b);
}

/** Whether two revisions hold the same state; a null says as little as nothing. */
export function equalData(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || a === null || b === undefined || b === null) return (a ?? null) === (b ?? null);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => equalData(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => equalData(a[key], b[key]));
}

const isObject = (value: Json): value is { readonly [key: string]: Json } => isFields(value);

/** The pod template a revision keeps: what its patch would put into the workload. */
export function templateOf({ data, metadata }: ControllerRevision): PodTemplateSpec {
  const spec = isFields(data) ? data['spec'] : undefined;
  const template = isFields(spec) ? spec['template'] : undefined;
  assert(isFields(template), `ControllerRevision ${metadata.name} holds no template`);
  const { $patch: _, ...rest } = template;
  return rest as Partial<PodTemplateSpec> as PodTemplateSpec;
}

export function renumber(client: Client, revision: ControllerRevision, number: number): ControllerRevision {
  return revision.revision === number
    ? revision
    : client.update(ControllerRevision, { ...revision, revision: number });
}
