import type { Container, PodSpec } from '../../core/pod/types.ts';

export interface PlacedContainer {
  readonly container: Container;
  /** Where it stands: `spec.initContainers[0]`. */
  readonly field: string;
}

/** Init, main and ephemeral containers in this order, each with its place (VisitContainersWithPath). */
export function everyContainer(spec: PodSpec, field: string): readonly PlacedContainer[] {
  const placed: PlacedContainer[] = [];
  for (const name of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    const containers = spec[name] ?? [];
    for (let i = 0; i < containers.length; i++) {
      placed.push({ container: containers[i] as Container, field: `${field}.${name}[${i}]` });
    }
  }
  return placed;
}
