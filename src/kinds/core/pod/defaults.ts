import { defaultPodSpec } from '../../pod-template/defaults.ts';
import { fillAbsent, mapChanged, withPart } from '../../pod-template/fill.ts';
import { withoutOldAnnotations } from '../../pod-template/old-annotations.ts';
import type { Container, ContainerPort, Pod, PodSpec } from './types.ts';

/** The defaults that only pods get, never templates (SetDefaults_Pod), and those of their spec. */
export function defaults(pod: Pod): Pod {
  const known = withPart(pod, 'metadata', withoutOldAnnotations(pod.metadata));
  return withPart(known, 'spec', defaultedSpec(pod.spec));
}

/** Pods of one template begin with one spec, and share what becomes of it. */
const defaulted = new WeakMap<PodSpec, PodSpec>();

function defaultedSpec(given: PodSpec): PodSpec {
  const shared = defaulted.get(given);
  if (shared !== undefined) return shared;
  let spec = fillAbsent(given, { enableServiceLinks: true });
  spec = inContainers(spec, requestLimits);
  if (spec.hostNetwork === true) spec = inContainers(spec, openHostPorts);
  spec = withPositiveGrace(defaultPodSpec(spec));
  defaulted.set(given, spec);
  return spec;
}

/** A negative grace period is the shortest one (conversion of the v1 API). */
function withPositiveGrace(spec: PodSpec): PodSpec {
  return (spec.terminationGracePeriodSeconds ?? 0) < 0 ? { ...spec, terminationGracePeriodSeconds: 1 } : spec;
}

function inContainers(given: PodSpec, change: (container: Container) => Container): PodSpec {
  // Go writes a missing list of containers as null, and validation asks for it.
  const containers: PodSpec['containers'] | null | undefined = given.containers;
  const spec = containers ? withPart(given, 'containers', mapChanged(containers, change)) : given;
  if (spec.initContainers === undefined) return spec;
  return withPart(spec, 'initContainers', mapChanged(spec.initContainers, change));
}

/** What has a limit but no request requests its limit. */
function requestLimits(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (limits === undefined) return container;
  for (const name in limits) {
    if (requests?.[name] !== undefined) continue;
    return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
  }
  return container;
}

function openHostPorts(container: Container): Container {
  if (container.ports === undefined) return container;
  return withPart(container, 'ports', mapChanged(container.ports, openHostPort));
}

const openHostPort = (port: ContainerPort): ContainerPort =>
  port.hostPort ? port : { ...port, hostPort: port.containerPort };
