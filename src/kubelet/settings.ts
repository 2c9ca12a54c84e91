import type { Duration } from '../machinery/instant.ts';
import { milliseconds } from '../machinery/instant.ts';
import type { Rng } from '../simulation/rng.ts';

/** From and up to, in milliseconds: a duration is drawn between them. */
export type Range = readonly [from: number, to: number];

export interface Durations {
  /** The first pull of an image on a node. */
  readonly pull: Range;
  /** Asking the registry whether an image that is there is still the newest. */
  readonly check: Range;
  /** From the pulled image to the running container. */
  readonly start: Range;
  /** From SIGTERM to the container's end, unless its program says otherwise. */
  readonly stop: Range;
  /** Until the kubelet has noticed that a container ended. */
  readonly notice: Range;
  /** From the start of a container to its first probe, beside initialDelaySeconds. */
  readonly firstProbe: Range;
}

export const REALISTIC: Durations = {
  pull: [500, 3000],
  check: [60, 400],
  start: [200, 800],
  stop: [100, 1000],
  notice: [1000, 2000],
  firstProbe: [100, 900],
};

export interface KubeletSettings {
  /** `fast`: a bound pod runs and is ready at once, a deleted one is gone at once, and nothing is told of it in events. */
  readonly kubelet: 'realistic' | 'fast';
  readonly durations?: Partial<Durations>;
}

/** A length of the range, by the label's own chance. */
export function draw([from, to]: Range, rng: Rng, label: string): Duration {
  return milliseconds(from + rng.fork(label).integer(to - from + 1));
}
