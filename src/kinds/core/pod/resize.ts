import { type FieldError, forbidden, invalidShown } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { compareQuantity, parseQuantity } from '../../../machinery/quantity.ts';
import type { PartUpdate } from '../../kind.ts';
import { type Faults, NONE, together } from '../../pod-template/rules.ts';
import { qosClass } from './qos.ts';
import { isSidecar } from './requests.ts';
import type { Container, Pod, ResourceList, ResourceRequirements } from './types.ts';
import { MIRROR, validateAnnotationsAndSpec } from './validation.ts';

/** `pods/NAME/resize`: what containers may use changes while they run. */
export const resize: PartUpdate<Pod> = { prepare, validate };

/** Of what was sent only resources and how they are changed count; other lists of containers are left to validation. */
function prepare({ metadata, spec }: Pod, before: Pod): Pod {
  const { managedFields } = metadata;
  const own = managedFields === undefined ? before.metadata : { ...before.metadata, managedFields };
  const { initContainers: sentFirst = [] } = spec;
  const { initContainers = [] } = before.spec;
  if (spec.containers.length !== before.spec.containers.length || sentFirst.length !== initContainers.length)
    return { ...before, metadata: own, spec };
  const changed = { ...before.spec, containers: withSizes(before.spec.containers, spec.containers) };
  const all =
    initContainers.length === 0
      ? changed
      : { ...changed, initContainers: withSizes(initContainers, sentFirst) };
  return { ...before, metadata: own, spec: all };
}

function withSizes(before: readonly Container[], sent: readonly Container[]): readonly Container[] {
  if (before.some(({ name }, i) => name !== sent[i]?.name)) return sent;
  return before.map((container, i) => {
    const { resources: _, resizePolicy: __, ...rest } = container;
    const { resources, resizePolicy } = sent[i] ?? {};
    return {
      ...rest,
      ...(resources === undefined ? {} : { resources }),
      ...(resizePolicy === undefined ? {} : { resizePolicy }),
    };
  });
}

/** ValidatePodResize. */
function validate(pod: Pod, before: Pod): Faults {
  const refused = [pod, before].some(({ spec }) => hasAny(spec.resources))
    ? 'pods with pod-level resources cannot be resized'
    : before.metadata.annotations?.[MIRROR] !== undefined
      ? 'static pods cannot be resized'
      : undefined;
  if (refused !== undefined) return [forbidden('', refused)];
  const sameClass = (before.status?.qosClass ?? qosClass(before.spec)) === qosClass(pod.spec);
  const first = together(
    validateAnnotationsAndSpec(pod),
    sameClass ? NONE : [invalidShown('spec', JSON.stringify(before.status?.qosClass ?? ''), QOS_STAYS)],
  );
  const order = together(
    validateOrder(pod, before, 'containers'),
    validateOrder(pod, before, 'initContainers'),
  );
  if (order.length > 0) return together(first, order);
  return together(
    first,
    validateEach(pod, before, 'initContainers'),
    validateEach(pod, before, 'containers'),
    validateOnlySizes(pod, before),
  );
}

const QOS_STAYS = 'Pod QOS Class may not change as a result of resizing';

const hasAny = (resources: ResourceRequirements | undefined): boolean =>
  Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;

type Lists = 'containers' | 'initContainers';

function validateOrder({ spec }: Pod, before: Pod, list: Lists): Faults {
  const old = before.spec[list] ?? [];
  const sent = spec[list] ?? [];
  if (old.length !== sent.length)
    return [forbidden(`spec.${list}`, `${list} may not be added or removed on resize`)];
  return old.flatMap(({ name }, i) =>
    sent[i]?.name === name
      ? []
      : [forbidden(`spec.${list}[${i}].name`, `${list} may not be renamed or reordered on resize`)],
  );
}

function validateEach({ spec }: Pod, before: Pod, list: Lists): Faults {
  return (before.spec[list] ?? []).flatMap((old, i) => {
    const container = spec[list]?.[i];
    if (container === undefined || (list === 'initContainers' && !isSidecar(old))) return [];
    return validateSizes(container, old, `spec.${list}[${i}].resources`);
  });
}

/** validateContainerResize. */
function validateSizes(container: Container, old: Container, field: string): readonly FieldError[] {
  const { resources = {}, resizePolicy = [] } = container;
  const faults: FieldError[] = [];
  if (isRemoved(resources.requests, old.resources?.requests))
    faults.push(forbidden(`${field}.requests`, 'resource requests cannot be removed'));
  if (isRemoved(resources.limits, old.resources?.limits))
    faults.push(forbidden(`${field}.limits`, 'resource limits cannot be removed'));
  const policy = resizePolicy.find(({ resourceName }) => resourceName === 'memory')?.restartPolicy;
  const [limit, before] = [resources.limits?.['memory'], old.resources?.limits?.['memory']];
  if (policy === 'RestartContainer' || limit === undefined) return faults;
  const unless = 'unless resizePolicy is RestartContainer';
  if (before === undefined)
    faults.push(forbidden(`${field}.limits[memory]`, `memory limits cannot be added ${unless}`));
  else if (compareQuantity(parseQuantity(limit), parseQuantity(before)) < 0)
    faults.push(forbidden(`${field}.limits[memory]`, `memory limits cannot be decreased ${unless}`));
  return faults;
}

const isRemoved = (list: ResourceList = {}, before: ResourceList = {}): boolean =>
  Object.keys(before).some((name) => list[name] === undefined);

/** Cpu and memory alone may change, of main containers and sidecars. */
function validateOnlySizes({ spec }: Pod, before: Pod): Faults {
  const mains = before.spec.containers.flatMap((old, i) =>
    isSame(spec.containers[i], old) ? [] : [forbidden('spec', 'only cpu and memory resources are mutable')],
  );
  const inits = (before.spec.initContainers ?? []).flatMap((old, i) => {
    const container = spec.initContainers?.[i];
    if (isSidecar(old))
      return isSame(container, old)
        ? []
        : [forbidden('spec', 'only cpu and memory resources for sidecar containers are mutable')];
    return equalJson(container, old)
      ? []
      : [forbidden('spec', 'resources for non-sidecar init containers are immutable')];
  });
  return [...mains, ...inits];
}

/** Whether the containers differ in cpu and memory at most. */
function isSame(container: Container | undefined, old: Container): boolean {
  return equalJson(withoutSizes(container ?? old), withoutSizes(old));
}

function withoutSizes({ resources, ...rest }: Container): unknown {
  const others = (list: ResourceList | undefined) =>
    Object.entries(list ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory');
  return { ...rest, requests: others(resources?.requests), limits: others(resources?.limits) };
}
