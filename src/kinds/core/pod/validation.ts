import { forbidden, invalid, invalidShown, required } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { rangeFault } from '../../../machinery/names.ts';
import { validateImageSpace } from '../../pod-template/containers/validation.ts';
import { validateAddedTolerations } from '../../pod-template/placement/toleration-validation.ts';
import { type Faults, inEach, NONE, qualified, subdomain, together } from '../../pod-template/rules.ts';
import { validateProfilesMatch } from '../../pod-template/security/profile-validation.ts';
import { validatePodAnnotations, validatePodSpec } from '../../pod-template/validation.ts';
import { isIpv6, validIp } from '../../validation/addresses.ts';
import { immutable } from '../../validation/immutable.ts';
import { isSidecar } from './requests.ts';
import type { Container, ContainerStatus, Pod, PodSpec, PodStatus } from './types.ts';
import { validateOnlyAllowedChanges } from './update-validation.ts';

const INT32_MOST = 2 ** 31 - 1;

/** ValidatePodCreate; the server itself looks at the metadata. */
export function validate(pod: Pod): Faults {
  const { spec } = pod;
  const gated = spec.nodeName && spec.schedulingGates?.length;
  return together(
    validateAnnotationsAndSpec(pod),
    spec.ephemeralContainers?.length
      ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')]
      : NONE,
    gated ? [forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')] : NONE,
    validateProfilesMatch(pod.metadata.annotations, spec, 'spec'),
  );
}

/** validatePodMetadataAndSpec: what holds for a pod at any time. */
export function validateAnnotationsAndSpec({ metadata, spec }: Pod): Faults {
  return together(
    validatePodAnnotations(metadata.annotations, spec, 'metadata.annotations'),
    validatePodSpec(spec, 'spec', metadata.name ?? ''),
    spec.serviceAccountName ? NONE : withoutTokens(spec),
    inEach(spec.containers, 'spec.containers', validateImageSpace),
    inEach(spec.initContainers, 'spec.initContainers', validateImageSpace),
  );
}

/** Without an account there is no token to put into a volume. */
function withoutTokens({ volumes }: PodSpec): Faults {
  const detail = 'must not be specified when serviceAccountName is not set';
  return inEach(volumes, 'spec.volumes', ({ projected }, path) =>
    inEach(projected?.sources, `${path}.projected.sources`, ({ serviceAccountToken }, at) =>
      serviceAccountToken === undefined ? NONE : [forbidden(`${at}.serviceAccountToken`, detail)],
    ),
  );
}

/** ValidatePodUpdate: little of a pod may change. What is the very same as before was found valid then. */
export function validateUpdate(pod: Pod, before: Pod): Faults {
  if (pod.spec === before.spec && pod.metadata.annotations === before.metadata.annotations) return NONE;
  const faults = together(validateAnnotationsAndSpec(pod), validateAnnotationChanges(pod, before));
  const { spec } = pod;
  for (const name of ['containers', 'initContainers'] as const) {
    const list = spec[name] ?? [];
    if (list.length !== (before.spec[name] ?? []).length) {
      return together(faults, [forbidden(`spec.${name}`, 'pod updates may not add or remove containers')]);
    }
  }
  const images = together(
    inEach(spec.containers, 'spec.containers', validateImage),
    inEach(spec.initContainers, 'spec.initContainers', validateImage),
  );
  const deadline = validateDeadline(spec.activeDeadlineSeconds, before.spec.activeDeadlineSeconds);
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined)
    return together(faults, images, deadline);
  return together(
    faults,
    images,
    deadline,
    validateAddedTolerations(spec.tolerations ?? [], before.spec.tolerations ?? [], 'spec.tolerations'),
    validateGates(spec, before.spec),
    equalJson(spec, before.spec) ? NONE : validateOnlyAllowedChanges(spec, before.spec),
  );
}

const validateImage = (container: Container, field: string): Faults =>
  together(container.image ? NONE : [required(`${field}.image`)], validateImageSpace(container, field));

function validateDeadline(deadline: number | undefined, before: number | undefined): Faults {
  const field = 'spec.activeDeadlineSeconds';
  if (deadline === undefined) {
    if (before === undefined) return NONE;
    return [invalidShown(field, 'null', 'must not update from a positive integer to nil value')];
  }
  if (deadline < 0 || deadline > INT32_MOST) return [invalid(field, deadline, rangeFault(0, INT32_MOST))];
  if (before === undefined || before >= deadline) return NONE;
  return [invalid(field, deadline, 'must be less than or equal to previous value')];
}

/** validateOnlyDeletedSchedulingGates. */
function validateGates({ schedulingGates }: PodSpec, before: PodSpec): Faults {
  const known = new Set((before.schedulingGates ?? []).map(({ name }) => name));
  return inEach(schedulingGates, 'spec.schedulingGates', ({ name }, path) => {
    if (known.has(name)) return NONE;
    return [forbidden(`${path}.name`, `only deletion is allowed, but found new scheduling gate '${name}'`)];
  });
}

export const MIRROR = 'kubernetes.io/config.mirror';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** ValidatePodSpecificAnnotationUpdates. */
export function validateAnnotationChanges({ metadata, spec }: Pod, before: Pod): Faults {
  const { annotations } = metadata;
  const old = before.metadata.annotations;
  if (annotations === old) return NONE;
  const changed = (key: string, verbs: string): Faults => {
    const field = `metadata.annotations[${key}]`;
    if (key.startsWith(APP_ARMOR)) return [forbidden(field, `may not ${verbs} AppArmor annotations`)];
    return key === MIRROR ? [forbidden(field, `may not ${verbs} mirror pod annotation`)] : NONE;
  };
  return together(
    ...Object.keys(old ?? {}).map((key) =>
      annotations?.[key] === old?.[key] ? NONE : changed(key, 'remove or update'),
    ),
    ...Object.keys(annotations ?? {}).map((key) => (old?.[key] === undefined ? changed(key, 'add') : NONE)),
    validatePodAnnotations(annotations, spec, 'metadata.annotations'),
  );
}

/** ValidatePodStatusUpdate. */
export function validateStatusUpdate(pod: Pod, before: Pod): Faults {
  const status = pod.status ?? {};
  const old = before.status ?? {};
  const { nominatedNodeName } = status;
  const nominated = nominatedNodeName && nominatedNodeName !== old.nominatedNodeName;
  return together(
    validateAnnotationChanges(pod, before),
    validateConditions(status),
    nominated ? subdomain(nominatedNodeName, 'status.nominatedNodeName') : NONE,
    immutable(status.qosClass ?? '', old.qosClass ?? '', 'status.qosClass'),
    validateEnded(status.containerStatuses, old.containerStatuses, 'containerStatuses', before.spec, []),
    validateEnded(
      status.initContainerStatuses,
      old.initContainerStatuses,
      'initContainerStatuses',
      before.spec,
      before.spec.initContainers ?? [],
    ),
    validateAddresses(status, old),
  );
}

const SYSTEM_CONDITIONS = new Set(['PodScheduled', 'Ready', 'Initialized', 'ContainersReady']);

function validateConditions({ conditions }: PodStatus): Faults {
  return inEach(conditions, 'status.conditions', ({ type, observedGeneration = 0 }, path) =>
    together(
      observedGeneration < 0
        ? [invalid(`${path}.observedGeneration`, observedGeneration, 'must be a non-negative integer')]
        : NONE,
      SYSTEM_CONDITIONS.has(type) ? NONE : qualified(type, `${path}.Type`),
    ),
  );
}

/** ValidateContainerStateTransition: a container that has ended for good does not run again. */
function validateEnded(
  statuses: readonly ContainerStatus[] | undefined,
  before: readonly ContainerStatus[] | undefined,
  name: string,
  { restartPolicy }: PodSpec,
  initContainers: readonly Container[],
): Faults {
  if (restartPolicy === 'Always') return NONE;
  const detail = 'may not be transitioned to non-terminated state';
  return inEach(before, `status.${name}`, (old, path) => {
    const ended = old.state?.terminated;
    if (ended === undefined || (ended.exitCode !== 0 && restartPolicy === 'OnFailure')) return NONE;
    if (initContainers.some((container) => container.name === old.name && isSidecar(container))) return NONE;
    const now = statuses?.find((each) => each.name === old.name);
    return now === undefined || now.state?.terminated ? NONE : [forbidden(`${path}.state`, detail)];
  });
}

function validateAddresses({ podIPs = [], hostIPs = [], hostIP }: PodStatus, before: PodStatus): Faults {
  const first = hostIPs[0]?.ip;
  return together(
    validateFamilies(podIPs, before.podIPs, 'status.podIPs'),
    first !== undefined && first !== hostIP
      ? [invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`')]
      : NONE,
    validateFamilies(hostIPs, before.hostIPs, 'status.hostIPs'),
  );
}

type Addresses = readonly { readonly ip: string }[];

function validateFamilies(addresses: Addresses, before: Addresses | undefined, field: string): Faults {
  if (addresses === before) return NONE;
  const known = (before ?? []).map(({ ip }) => ip);
  const faults = inEach(addresses, field, ({ ip }, path) => validIp(ip, path, known));
  if (addresses.length < 2) return faults;
  const families = new Set(addresses.map(({ ip }) => isIpv6(ip)));
  if (families.size === 2 && addresses.length === 2) return faults;
  const shown = `[]core.PodIP{${addresses.map(({ ip }) => `core.PodIP{IP:${JSON.stringify(ip)}}`).join(', ')}}`;
  return together(faults, [invalidShown(field, shown, 'may specify no more than one IP for each IP family')]);
}
