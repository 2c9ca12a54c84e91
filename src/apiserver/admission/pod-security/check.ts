import type { Container, PodSpec } from '../../../kinds/core/pod/types.ts';
import type { ObjectMeta } from '../../../machinery/object-meta.ts';

/** A pod, or what a workload makes its pods from. */
export interface Subject {
  readonly metadata: Partial<Pick<ObjectMeta, 'annotations'>>;
  readonly spec: PodSpec;
}

/** Why a pod is not let in. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

export interface VersionedCheck {
  /** The first minor version that checks so. */
  readonly since: number;
  readonly run: (subject: Subject) => Violation | undefined;
  /** Checks of the baseline that this one makes needless. */
  readonly overrides?: string;
}

export interface Check {
  /** Checks of a level are made in the order of their ids. */
  readonly id: string;
  readonly versions: readonly VersionedCheck[];
}

/** Init containers, containers and ephemeral ones, in this order. */
export function containersOf({ spec }: Subject): readonly Container[] {
  const ephemeral = (spec.ephemeralContainers ?? []) as readonly Container[];
  return [...(spec.initContainers ?? []), ...spec.containers, ...ephemeral];
}

export const namesOf = (containers: readonly { readonly name: string }[]): readonly string[] =>
  containers.map(({ name }) => name);

export const quoted = (words: Iterable<string>): string => [...words].map((word) => `"${word}"`).join(', ');

export const plural = (singular: string, count: number, several = `${singular}s`): string =>
  count === 1 ? singular : several;

/** `containers "a", "b"`. */
export const containersText = (names: readonly string[]): string =>
  `${plural('container', names.length)} ${quoted(names)}`;

/** Each once, by name. */
export const sorted = (words: readonly string[]): readonly string[] => [...new Set(words)].sort();

/** `pod and containers "a", "b"`: who sets something himself. */
export function settersText(pod: boolean, containers: readonly string[]): string {
  return [...(pod ? ['pod'] : []), ...(containers.length === 0 ? [] : [containersText(containers)])].join(
    ' and ',
  );
}
