import { controllerOf, type KubeObject, type OwnerReference, type Uid } from '../../machinery/object-meta.ts';
import { milliValue, parseQuantity } from '../../machinery/quantity.ts';
import { isActive, isReady } from '../core/pod/conditions.ts';
import type { Pod } from '../core/pod/types.ts';

/** What a pod uses, or what is measured at another object: `cpu=180m,memory=64Mi`, `web: cpu=100m; log: cpu=5m`. */
export const USAGE = 'sim.local/usage';
/** What the ready pods of a workload use together; each of them where the words end in `each`. */
export const LOAD = 'sim.local/load';

/** Amounts by name, in thousandths. */
export type Amounts = ReadonlyMap<string, number>;

const NOTHING: Amounts = new Map();
/** What a container uses that has nothing to do. */
const IDLE: Amounts = new Map([
  ['cpu', 1],
  ['memory', 8 * 1024 * 1024 * 1000],
]);

/** Reads `cpu=180m,memory=64Mi`; what is none of that is left out. */
export function amountsFrom(text: string): Amounts {
  const amounts = new Map<string, number>();
  for (const word of text.split(/[,\s]+/)) {
    const [, name, amount] = /^([^=]+)=([0-9.]+[a-zA-Z]*)$/.exec(word) ?? [];
    const milli = amount === undefined ? undefined : milliOf(amount);
    if (name !== undefined && milli !== undefined) amounts.set(name, milli);
  }
  return amounts;
}

function milliOf(amount: string): number | undefined {
  try {
    return milliValue(parseQuantity(amount));
  } catch {
    // Annotations are written by hand: what cannot be read says nothing.
    return undefined;
  }
}

/** What the annotation says of the object as a whole. */
export const measuredAt = (object: KubeObject): Amounts =>
  amountsFrom(object.metadata.annotations?.[USAGE] ?? '');

/** Where the workloads of pods are looked up. */
export interface Workloads {
  /** The controlling owner itself, if it is there. */
  readonly owner: (reference: OwnerReference, namespace: string) => KubeObject | undefined;
  /** How many ready pods the object has, itself and through what it owns. */
  readonly readyPods: (workload: KubeObject) => number;
}

/** What each container of a running pod uses, by container name. */
export function usageOf(pod: Pod, workloads: Workloads): ReadonlyMap<string, Amounts> {
  const { containers } = pod.spec;
  const own = pod.metadata.annotations?.[USAGE];
  if (own?.includes(':')) return new Map(containers.map(({ name }) => [name, withIdle(partOf(own, name))]));
  const whole = own === undefined ? shareOf(pod, workloads) : amountsFrom(own);
  return new Map(
    containers.map(({ name }, index) => [name, withIdle(divided(whole, containers.length, index))]),
  );
}

function partOf(text: string, container: string): Amounts {
  const part = text.split(';').find((words) => words.trim().startsWith(`${container}:`));
  return part === undefined ? NOTHING : amountsFrom(part.slice(part.indexOf(':') + 1).trim());
}

const withIdle = (amounts: Amounts): Amounts => new Map([...IDLE, ...amounts]);

/** Whole thousandths; what is left over is the first one's. */
function divided(amounts: Amounts, parts: number, index: number): Amounts {
  if (parts === 1) return amounts;
  return new Map(
    [...amounts].map(([name, amount]) => {
      const part = Math.floor(amount / parts);
      return [name, index === 0 ? amount - part * (parts - 1) : part];
    }),
  );
}

/** The pod's share of what its workload has to do: load comes to pods that are ready, to each alike. */
function shareOf(pod: Pod, workloads: Workloads): Amounts {
  const workload = ownerOf(pod, workloads);
  const words = workload?.metadata.annotations?.[LOAD];
  if (workload === undefined || words === undefined) return NOTHING;
  const load = amountsFrom(words);
  if (/(^|[,\s])each$/.test(words.trim())) return load;
  if (!isReady(pod) || !isActive(pod)) return NOTHING;
  const ready = Math.max(workloads.readyPods(workload), 1);
  return new Map([...load].map(([name, amount]) => [name, Math.floor(amount / ready)]));
}

/** Who owns the pod in the end: what a Deployment is annotated with its ReplicaSets have, too, and keep. */
function ownerOf(pod: Pod, { owner }: Workloads): KubeObject | undefined {
  const namespace = pod.metadata.namespace ?? '';
  // References are written by users, too: they may go in circles.
  const seen = new Set<Uid>();
  let found: KubeObject | undefined;
  let above = controllerOf(pod);
  while (above !== undefined && !seen.has(above.uid)) {
    seen.add(above.uid);
    const next = owner(above, namespace);
    if (next === undefined) break;
    found = next;
    above = controllerOf(found);
  }
  return found;
}
