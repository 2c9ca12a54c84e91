import { duplicate, type FieldError, forbidden, invalid, required } from '../../../machinery/field-path.ts';
import { qualifiedName } from '../../../machinery/names.ts';
import { canonicalQuantity, compareQuantity, parseQuantity, value } from '../../../machinery/quantity.ts';
import type { ContainerResizePolicy, ResourceList, ResourceRequirements } from '../../core/pod/types.ts';
import { validateQuantity } from '../../validation/quantities.ts';
import { isStandardResource } from '../../validation/resource-names.ts';
import { type Faults, faultsOf, inEach, NONE, oneOf, together } from '../rules.ts';

/** Resources of a container that have no domain in their name. */
const OF_CONTAINERS = new Set(['cpu', 'memory', 'ephemeral-storage']);
const HUGE_PAGES = 'hugepages-';

const isHugePages = (name: string): boolean => name.startsWith(HUGE_PAGES);
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');
/** Only native resources that are no huge pages may be promised more than once. */
const mayOvercommit = (name: string): boolean => isNative(name) && !isHugePages(name);

/** ValidateContainerResourceRequirements; in the order of the names, where upstream has that of a Go map. */
export function validateResources(resources: ResourceRequirements | undefined, field: string): Faults {
  if (resources === undefined) return NONE;
  const { limits, requests } = resources;
  if (limits === undefined && requests === undefined) return NONE;
  const names = [...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})];
  const needsMore = names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory');
  return together(
    validateAmounts(limits, `${field}.limits`),
    validateAmounts(requests, `${field}.requests`, (name, amount) =>
      withinLimit(name, amount, limits ?? {}, field),
    ),
    needsMore ? [forbidden(field, 'HugePages require cpu or memory')] : NONE,
  );
}

function validateAmounts(
  list: ResourceList | undefined,
  field: string,
  further: (name: string, amount: string) => Faults = () => NONE,
): Faults {
  if (list === undefined) return NONE;
  const faults: FieldError[] = [];
  for (const name of Object.keys(list).sort()) {
    const amount = list[name] ?? '0';
    const path = `${field}[${name}]`;
    faults.push(...validateResourceName(name, path), ...validateQuantity(name, amount, path));
    faults.push(...further(name, amount));
    if (isHugePages(name)) faults.push(...validatePages(name, amount, path));
  }
  return faults;
}

/** validateContainerResourceName. */
export function validateResourceName(name: string, field: string): Faults {
  if (OF_CONTAINERS.has(name)) return NONE;
  const texts = qualifiedName(name);
  const faults: FieldError[] = [...faultsOf(name, field, texts)];
  if (!name.includes('/')) {
    if (texts.length === 0 && !isStandardResource(name) && !isHugePages(name)) {
      faults.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
    }
    if (!isHugePages(name)) faults.push(invalid(field, name, 'must be a standard resource for containers'));
  } else if (!isNative(name) && !isExtended(name)) {
    faults.push(invalid(field, name, "doesn't follow extended resource name standard"));
  }
  return faults;
}

const isExtended = (name: string): boolean =>
  !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0;

function validatePages(name: string, amount: string, field: string): Faults {
  if (isDivisible(name.slice(HUGE_PAGES.length), amount)) return NONE;
  const text = canonicalQuantity(amount);
  return [invalid(field, text, `${text} is not positive integer multiple of ${name}`)];
}

function isDivisible(pageSize: string, amount: string): boolean {
  if (!/^[0-9.]+[a-zA-Z]*$/.test(pageSize)) return false;
  const size = value(parseQuantity(pageSize));
  return size > 0 && value(parseQuantity(amount)) % size === 0;
}

function withinLimit(name: string, request: string, limits: ResourceList, field: string): Faults {
  const limit = limits[name];
  if (limit === undefined) {
    if (mayOvercommit(name)) return NONE;
    return [required(`${field}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const order = compareQuantity(parseQuantity(request), parseQuantity(limit));
  if (order === 0 || (order < 0 && mayOvercommit(name))) return NONE;
  const wanted = mayOvercommit(name) ? 'less than or equal to' : 'equal to';
  const detail = `must be ${wanted} ${name} limit of ${canonicalQuantity(limit)}`;
  return [invalid(`${field}.requests`, canonicalQuantity(request), detail)];
}

const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

/** validateResizePolicy; most of its faults are told of the whole list. */
export function validateResizePolicy(
  policies: readonly ContainerResizePolicy[] | undefined,
  restartPolicy: string | undefined,
  field: string,
): Faults {
  const seen = new Set<string>();
  return inEach(policies, field, (policy, path) => {
    const again = seen.has(policy.resourceName);
    seen.add(policy.resourceName);
    return together(
      again ? [duplicate(path, policy.resourceName)] : NONE,
      oneOf(policy.resourceName, RESIZABLE, field),
      oneOf(policy.restartPolicy, RESIZE_POLICIES, field),
      restartPolicy === 'Never' && policy.restartPolicy !== 'NotRequired'
        ? [invalid(field, policy.restartPolicy, "must be 'NotRequired' when `restartPolicy` is 'Never'")]
        : NONE,
    );
  });
}
