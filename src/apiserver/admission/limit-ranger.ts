import { claimFaults, podFaults } from '../../kinds/core/limitrange/bounds.ts';
import { LimitRange } from '../../kinds/core/limitrange/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Container, ResourceList } from '../../kinds/core/pod/types.ts';
import { amountsOf } from '../../kinds/core/resource-amounts.ts';
import { erased, type Kind } from '../../kinds/kind.ts';
import { isTerminating, type KubeObject } from '../../machinery/object-meta.ts';
import { forbiddenRequest } from '../../machinery/status.ts';
import type { Admission, Backend } from '../backend.ts';
import { prefixOf } from '../registry.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** What containers are given that do not say it. */
interface Defaults {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** Gives containers the requests and limits that the namespace's ranges have for those who say none. */
export const limitDefaults: Admission = {
  name: 'LimitRanger',
  concerns: (kind) => kind === erased(Pod),
  handles: ['create'],
  admit: ({ object, subresource }, backend) => {
    if (subresource !== undefined) return object;
    return rangesOf(backend, object)
      .map(defaultsOf)
      .reduce(withDefaults, object as Pod);
  },
};

/** Refuses pods and claims that are out of the ranges' bounds (Q-3). */
export const limitBounds: Admission = {
  name: 'LimitRanger',
  stage: 'validating',
  concerns: (kind) => kind === erased(Pod) || kind === erased(PersistentVolumeClaim),
  handles: ['create', 'update'],
  admit: ({ kind, object, before, subresource }, backend) => {
    const isResize = subresource === 'resize';
    // Nothing else of a pod that is bounded can be changed.
    const isSettled = before !== undefined && ((kind === erased(Pod) && !isResize) || isTerminating(before));
    if (isSettled || (subresource !== undefined && !isResize)) return object;
    for (const range of rangesOf(backend, object)) {
      const faults = [...new Set(faultsOf(range, kind, object))];
      const why = faults.length > 1 ? `[${faults.join(', ')}]` : faults[0];
      if (why !== undefined) throw forbiddenRequest(kind, object.metadata.name, why);
    }
    return object;
  },
};

function rangesOf(backend: Backend, { metadata }: KubeObject): readonly LimitRange[] {
  return backend.store
    .list(`${prefixOf(LimitRange)}${metadata.namespace ?? ''}/`)
    .map(({ value }) => value as LimitRange);
}

function faultsOf(range: LimitRange, kind: Kind, object: KubeObject): readonly string[] {
  if (kind === erased(Pod)) return podFaults(range, (object as Pod).spec);
  return claimFaults(range, amountsOf((object as PersistentVolumeClaim).spec.resources?.requests));
}

function defaultsOf({ spec }: LimitRange): Defaults {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container');
  return {
    requests: Object.assign({}, ...items.map((item) => item.defaultRequest)),
    limits: Object.assign({}, ...items.map((item) => item.default)),
  };
}

function withDefaults(pod: Pod, defaults: Defaults): Pod {
  const told: string[] = [];
  const filled = (container: Container, what: string): Container => {
    const { requests = {}, limits = {} } = container.resources ?? {};
    told.push(...tell('request', defaults.requests, requests, what, container.name));
    told.push(...tell('limit', defaults.limits, limits, what, container.name));
    return { ...container, resources: { ...container.resources, ...merged(defaults, requests, limits) } };
  };
  const containers = (pod.spec.containers ?? []).map((container) => filled(container, 'container'));
  const initContainers = pod.spec.initContainers?.map((container) => filled(container, 'init container'));
  if (told.length === 0) return pod;
  const annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}`,
  };
  const spec = { ...pod.spec, containers, ...(initContainers === undefined ? {} : { initContainers }) };
  return { ...pod, metadata: { ...pod.metadata, annotations }, spec };
}

/** Empty lists stay away. */
function merged(defaults: Defaults, requests: ResourceList, limits: ResourceList): Partial<Defaults> {
  const all = {
    limits: { ...defaults.limits, ...limits },
    requests: { ...defaults.requests, ...requests },
  };
  return Object.fromEntries(Object.entries(all).filter(([, list]) => Object.keys(list).length > 0));
}

/** `cpu, memory request for container web` */
function tell(
  part: string,
  defaults: ResourceList,
  own: ResourceList,
  what: string,
  container: string,
): readonly string[] {
  const names = Object.keys(defaults)
    .filter((name) => !(name in own))
    .sort();
  return names.length === 0 ? [] : [`${names.join(', ')} ${part} for ${what} ${container}`];
}
