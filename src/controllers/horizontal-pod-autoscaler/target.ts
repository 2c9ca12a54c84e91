import type { Client, Reader } from '../../client/client.ts';
import type { HorizontalPodAutoscaler } from '../../kinds/autoscaling/horizontalpodautoscaler/types.ts';
import type { Kind, ScaleFace } from '../../kinds/kind.ts';
import type { KubeObject, Ref } from '../../machinery/object-meta.ts';
import { qualified } from '../../machinery/status.ts';
import type { Fault } from './fault.ts';

/** What an autoscaler scales. */
export interface ScaleTarget {
  readonly kind: Kind;
  readonly ref: Ref;
  readonly face: ScaleFace<KubeObject>;
  readonly object: KubeObject;
}

/** A kind in whatever version it is served. */
export type KindNamed = (group: string, kind: string) => Kind | undefined;

export const servedBy =
  (client: Pick<Client, 'kinds'>): KindNamed =>
  (group, name) =>
    client.kinds().find((one) => one.group === group && one.kind === name);

/** Finds the target of an autoscaler. */
export function targetOf(
  { metadata, spec }: HorizontalPodAutoscaler,
  client: Pick<Reader, 'find'>,
  kindNamed: KindNamed,
): ScaleTarget | Fault {
  const { apiVersion = '', kind: wanted, name } = spec.scaleTargetRef;
  const parts = apiVersion.split('/');
  if (parts.length > 2) return { fault: `unexpected GroupVersion string: ${apiVersion}` };
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  const kind = kindNamed(group, wanted);
  if (kind === undefined)
    return { fault: `no matches for kind ${JSON.stringify(wanted)} in group ${JSON.stringify(group)}` };
  const { scale: face, plural } = kind;
  if (face === undefined) return { fault: 'the server could not find the requested resource' };
  const ref = { namespace: metadata.namespace ?? '', name };
  const object = client.find(kind, ref);
  if (object === undefined)
    return { fault: `${qualified(kind.group, plural)} ${JSON.stringify(name)} not found` };
  return { kind, ref, face, object };
}
