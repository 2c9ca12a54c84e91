import type { Container, PodSpec, ResourceRequirements, Volume } from '../core/pod/types.ts';
import { mapChanged, withPart } from './fill.ts';

/**
 * Drops the fields whose feature gates are off in 1.33 (pkg/api/pod dropDisabledFields): pod-level resources,
 * resource claims, stop signals, image volumes and cluster trust bundles.
 */
export function dropDisabledFields(given: PodSpec): PodSpec {
  let spec = given;
  if (spec.resources !== undefined) spec = without(spec, 'resources');
  if (spec.resourceClaims !== undefined) spec = without(spec, 'resourceClaims');
  const containers: PodSpec['containers'] | null | undefined = spec.containers;
  if (containers) spec = withPart(spec, 'containers', mapChanged(containers, fromContainer));
  for (const name of ['initContainers', 'ephemeralContainers'] as const) {
    const list = spec[name];
    if (list !== undefined) spec = withPart(spec, name, mapChanged(list, fromContainer));
  }
  return spec.volumes === undefined ? spec : withPart(spec, 'volumes', mapChanged(spec.volumes, fromVolume));
}

function fromContainer(given: Container): Container {
  const claimless: ResourceRequirements | undefined =
    given.resources?.claims === undefined ? given.resources : without(given.resources, 'claims');
  const container = claimless === undefined ? given : withPart(given, 'resources', claimless);
  if (container.lifecycle?.stopSignal === undefined) return container;
  return { ...container, lifecycle: without(container.lifecycle, 'stopSignal') };
}

function fromVolume(volume: Volume): Volume {
  if (volume.image !== undefined) return without(volume, 'image');
  const { projected } = volume;
  if (!projected?.sources?.some((source) => source.clusterTrustBundle !== undefined)) return volume;
  const sources = projected.sources.map((source) => without(source, 'clusterTrustBundle'));
  return { ...volume, projected: { ...projected, sources } };
}

function without<T extends object, K extends keyof T>(object: T, key: K): T {
  const { [key]: _, ...rest } = object;
  return rest as T;
}
