import type { Client, Reader } from '../../client/client.ts';
import type { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import type { Kind, ScaleFace } from '../../kinds/kind.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { qualified } from '../../machinery/status.ts';
import { type Fault, isFault } from './fault.ts';

/** What an autoscaler is to scale, whether it is there or not. */
export interface Aim {
  readonly kind: Kind;
  readonly ref: Ref;
  readonly face: ScaleFace<KubeObject>;
}

/** What an autoscaler scales. */
export interface ScaleTarget extends Aim {
  readonly object: KubeObject;
}

/** A kind in whatever version it is served. */
export type KindNamed = (group: string, kind: string) => Kind | undefined;

const servedBy =
  (client: Pick<Client, 'kinds'>): KindNamed =>
  (group, name) =>
    client.kinds().find((one) => one.group === group && one.kind === name);

export function aimOf({ metadata, spec }: HorizontalPodAutoscaler, kindNamed: KindNamed): Aim | Fault {
  const { apiVersion = '', kind: wanted, name } = spec.scaleTargetRef;
  const parts = apiVersion.split('/');
  if (parts.length > 2) return { fault: `unexpected GroupVersion string: ${apiVersion}` };
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  const kind = kindNamed(group, wanted);
  if (kind === undefined)
    return { fault: `no matches for kind ${JSON.stringify(wanted)} in group ${JSON.stringify(group)}` };
  const { scale: face } = kind;
  if (face === undefined) return { fault: 'the server could not find the requested resource' };
  return { kind, ref: { namespace: metadata.namespace ?? '', name }, face };
}

/** Finds what an autoscaler aims at. */
export function targetAt(aim: Aim | Fault, { find }: Pick<Reader, 'find'>): ScaleTarget | Fault {
  if (isFault(aim)) return aim;
  const { kind, ref, face } = aim;
  const object = find(kind, ref);
  return object === undefined
    ? { fault: `${qualified(kind.group, kind.plural)} ${JSON.stringify(ref.name)} not found` }
    : { kind, ref, face, object };
}

/** Finds the target of an autoscaler among all kinds that are served. */
export const targetOf = (autoscaler: HorizontalPodAutoscaler, client: Client): ScaleTarget | Fault =>
  targetAt(aimOf(autoscaler, servedBy(client)), client);
