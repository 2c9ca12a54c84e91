import { after, type Instant, instantOf, seconds } from '../../../machinery/instant.ts';
import { equalJson } from '../../../machinery/json.ts';
import type { Quantity } from '../../../machinery/quantity.ts';
import { type Amounts, amountsOf, ONE, only, sum } from '../resource-amounts.ts';
import type { Evaluator } from '../resourcequota/evaluator.ts';
import type { ScopedResourceSelectorRequirement } from '../resourcequota/types.ts';
import { isFinished } from './conditions.ts';
import { qosClass } from './qos.ts';
import { heldSpec } from './requests.ts';
import { podAmounts } from './resources.ts';
import { equalAmounts } from './sizes.ts';
import type { Container, Pod, PodSpec } from './types.ts';

const REQUESTED = ['cpu', 'memory', 'ephemeral-storage'] as const;
const COUNTED: ReadonlySet<string> = new Set([
  'pods',
  'count/pods',
  ...REQUESTED.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);
/** Where one of these is limited each container must say what it asks for: an old mistake that is kept. */
const DEMANDED = ['cpu', 'memory'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]);

/** How pods count towards quotas: one that has ended only as an object. */
export const podQuota: Evaluator<Pod> = {
  counts: (name) =>
    COUNTED.has(name) ||
    name.startsWith('hugepages-') ||
    name.startsWith('requests.hugepages-') ||
    (isExtended(name) && name.startsWith('requests.')),
  usage: (pod, now) => {
    const object: Amounts = new Map([['count/pods', ONE]]);
    if (hasEnded(pod, now)) return object;
    return sum(object, compute(effective(heldSpec(pod), 'requests'), effective(pod.spec, 'limits')));
  },
  mayChange: (pod, before) => isLimitedInTime(pod) !== isLimitedInTime(before) || isResized(pod, before),
  mayFree: (pod, before) =>
    hasOtherResources(pod, before) ||
    isLimitedInTime(pod) !== isLimitedInTime(before) ||
    (!isFinished(before) && isFinished(pod)),
  isIn,
  missing: (pod, resources) =>
    DEMANDED.filter((name) => resources.includes(name))
      .sort()
      .flatMap((name) => {
        const silent = containersOf(pod.spec).filter(({ resources: own }) => !says(own, name));
        const names = [...new Set(silent.map((container) => container.name))].sort();
        return names.length === 0 ? [] : [`${name} for: ${names.join(',')}`];
      }),
};

const containersOf = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...containers,
  ...initContainers,
];

const says = (own: Container['resources'], name: string): boolean =>
  compute(amountsOf(own?.requests), amountsOf(own?.limits)).has(name);

/** Names with a slash that are not Kubernetes' own. */
const isExtended = (name: string): boolean => name.includes('/') && !name.includes('kubernetes.io/');

function hasEnded(pod: Pod, now: Instant): boolean {
  if (isFinished(pod)) return true;
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return false;
  return now > after(instantOf(deletionTimestamp), seconds(deletionGracePeriodSeconds));
}

/** Requests and limits under a quota's names. */
function compute(requests: Amounts, limits: Amounts): Amounts {
  const amounts = new Map<string, Quantity>([['pods', ONE]]);
  for (const [name, quantity] of requests) {
    const isOwn = REQUESTED.some((own) => own === name) || name.startsWith('hugepages-');
    if (isOwn) amounts.set(name, quantity);
    if (isOwn || isExtended(name)) amounts.set(`requests.${name}`, quantity);
  }
  for (const name of REQUESTED) {
    const quantity = limits.get(name);
    if (quantity !== undefined) amounts.set(`limits.${name}`, quantity);
  }
  return amounts;
}

/** To limits the overhead is added only where there is one. */
function effective(spec: PodSpec, part: 'requests' | 'limits'): Amounts {
  const total = podAmounts(spec, part);
  const overhead = amountsOf(spec.overhead);
  return sum(total, part === 'requests' ? overhead : only(overhead, (name) => total.has(name)));
}

const isLimitedInTime = ({ spec }: Pod): boolean => (spec.activeDeadlineSeconds ?? -1) >= 0;

function isIn(pod: Pod, scope: ScopedResourceSelectorRequirement): boolean {
  switch (scope.scopeName) {
    case 'Terminating':
      return isLimitedInTime(pod);
    case 'NotTerminating':
      return !isLimitedInTime(pod);
    case 'BestEffort':
      return qosClass(pod.spec) === 'BestEffort';
    case 'NotBestEffort':
      return qosClass(pod.spec) !== 'BestEffort';
    case 'PriorityClass':
      return hasClass(pod.spec.priorityClassName ?? '', scope);
    case 'CrossNamespacePodAffinity':
      return looksAtOtherNamespaces(pod.spec);
    default:
      return false;
  }
}

function hasClass(name: string, { operator, values = [] }: ScopedResourceSelectorRequirement): boolean {
  switch (operator) {
    case 'Exists':
      return name !== '';
    case 'DoesNotExist':
      return name === '';
    case 'In':
      return values.includes(name);
    case 'NotIn':
      return !values.includes(name);
  }
}

function looksAtOtherNamespaces({ affinity }: PodSpec): boolean {
  return [affinity?.podAffinity, affinity?.podAntiAffinity]
    .flatMap((rules) => [
      ...(rules?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(rules?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((one) => one.podAffinityTerm),
    ])
    .some((term) => (term.namespaces?.length ?? 0) > 0 || term.namespaceSelector !== undefined);
}

/** Main containers or sidecars ask for something else than they did. */
const isResized = ({ spec }: Pod, before: Pod): boolean =>
  (['containers', 'initContainers'] as const).some(
    (list) =>
      spec[list] !== before.spec[list] &&
      (spec[list] ?? []).some(
        ({ resources }, i) => !equalAmounts(resources, before.spec[list]?.[i]?.resources),
      ),
  );

/** Containers have other resources by now than they had. */
const hasOtherResources = ({ status }: Pod, { status: before }: Pod): boolean =>
  (['containerStatuses', 'initContainerStatuses'] as const).some(
    (list) =>
      status?.[list] !== before?.[list] &&
      (before?.[list] ?? []).some(({ name, resources }) => {
        const now = status?.[list]?.find((one) => one.name === name);
        return now !== undefined && !equalJson(now.resources, resources);
      }),
  );
