import { forbidden, invalid, required, unsupported } from '../../machinery/field-path.ts';
import { rangeFault } from '../../machinery/names.ts';
import type { PodSpec, PodTemplateSpec } from '../core/pod/types.ts';
import { validateAnnotations } from '../validation/annotations.ts';
import { validateLabels } from '../validation/labels.ts';
import { validateHostNetworkPorts } from './containers/port-validation.ts';
import { validateResources } from './containers/resource-validation.ts';
import {
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from './containers/validation.ts';
import { validateDns, validateHostAliases } from './dns-validation.ts';
import { validateAffinity, validateSpread } from './placement/affinity-validation.ts';
import { validateTolerations } from './placement/toleration-validation.ts';
import {
  type Faults,
  inEach,
  label,
  NONE,
  oneOf,
  optionalOneOf,
  qualified,
  subdomain,
  together,
  where,
} from './rules.ts';
import { validateProfileAnnotations, validateProfilesMatch } from './security/profile-validation.ts';
import { validateHostUsers, validatePodSecurity } from './security/validation.ts';
import { validateHostProcesses, validateSystemFields } from './security/windows-validation.ts';
import { validateVolumes } from './volumes/validation.ts';

const INT32_MOST = 2 ** 31 - 1;
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];
const SYSTEMS = ['linux', 'windows'];

/** ValidatePodTemplateSpec: every fault of a defaulted template, told below `field`. */
export function validatePodTemplate({ metadata, spec }: PodTemplateSpec, field: string): Faults {
  const { labels, annotations } = metadata ?? {};
  return together(
    validateLabels(labels, `${field}.labels`),
    validateAnnotations(annotations, `${field}.annotations`),
    validatePodAnnotations(annotations, spec, `${field}.annotations`),
    validatePodSpec(spec, `${field}.spec`),
    validateProfilesMatch(annotations, spec, `${field}.spec`),
    spec.ephemeralContainers?.length
      ? [forbidden(`${field}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')]
      : NONE,
  );
}

const MIRROR = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';

/** ValidatePodSpecificAnnotations. */
export function validatePodAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  spec: PodSpec,
  field: string,
): Faults {
  if (annotations === undefined) return NONE;
  const mirror = annotations[MIRROR];
  const alone = 'must set spec.nodeName if mirror pod annotation is set';
  return together(
    mirror !== undefined && !spec.nodeName ? [invalid(`${field}[${MIRROR}]`, mirror, alone)] : NONE,
    where(annotations[DELETION_COST], (cost) => validateCost(cost, `${field}[${DELETION_COST}]`)),
    validateProfileAnnotations(annotations, spec, field),
  );
}

function validateCost(cost: string, field: string): Faults {
  const fits = /^(?:0|-\d+|[1-9]\d*)$/.test(cost) && Math.abs(Number(cost) + 0.5) < 2 ** 31;
  return fits ? NONE : [invalid(field, cost, 'must be a 32bit integer')];
}

/** Specs without a fault, and the pod they were looked at for: templates have none. A spec is a value: it stays so. */
const sound = new WeakMap<PodSpec, string | undefined>();

/** ValidatePodSpec, in upstream's order. `podName` is given for pods alone: some rules are looser in templates. */
export function validatePodSpec(spec: PodSpec, field: string, podName?: string): Faults {
  if (sound.has(spec) && sound.get(spec) === podName) return NONE;
  const faults = faultsOfSpec(spec, field, podName);
  if (faults.length === 0) sound.set(spec, podName);
  return faults;
}

function faultsOfSpec(spec: PodSpec, field: string, podName: string | undefined): Faults {
  const { faults, volumes } = validateVolumes(spec.volumes, `${field}.volumes`, podName);
  const unset = spec.terminationGracePeriodSeconds === undefined;
  return together(
    unset ? [required(`${field}.terminationGracePeriodSeconds`)] : NONE,
    faults,
    validateContainers(spec, volumes, `${field}.containers`),
    validateInitContainers(spec, volumes, `${field}.initContainers`),
    validateEphemeralContainers(spec, volumes, `${field}.ephemeralContainers`),
    spec.hostNetwork === true
      ? validateHostNetworkPorts(spec.containers ?? [], `${field}.containers`, podName !== undefined)
      : NONE,
    oneOf(spec.restartPolicy, RESTART_POLICIES, `${field}.restartPolicy`),
    oneOf(spec.dnsPolicy, DNS_POLICIES, `${field}.dnsPolicy`),
    validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    validatePodSecurity(spec, `${field}.securityContext`),
    validateAffinity(spec.affinity, `${field}.affinity`),
    validateDns(spec.dnsConfig, spec.dnsPolicy, `${field}.dnsConfig`),
    validateGates(spec, field),
    validateSpread(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`),
    validateHostProcesses(spec, field),
    validateHostUsers(spec, field),
    validateNames(spec, field),
    validateTolerations(spec.tolerations, `${field}.tolerations`),
    validateHostAliases(spec.hostAliases, `${field}.hostAliases`),
    validateClasses(spec, field),
    where(spec.os, ({ name }) => validateSystem(name, spec, field)),
  );
}

function validateGates({ readinessGates, schedulingGates }: PodSpec, field: string): Faults {
  const seen = new Set<string>();
  return together(
    inEach(readinessGates, `${field}.readinessGates`, ({ conditionType }, path) =>
      qualified(conditionType, `${path}.conditionType`),
    ),
    inEach(schedulingGates, `${field}.schedulingGates`, ({ name }, path) => {
      const again = seen.has(name);
      seen.add(name);
      return together(
        qualified(name, path),
        again
          ? [{ type: 'FieldValueDuplicate', field: path, detail: '', shown: JSON.stringify(name) }]
          : NONE,
      );
    }),
  );
}

function validateNames(spec: PodSpec, field: string): Faults {
  const { serviceAccountName, nodeName, activeDeadlineSeconds: deadline, hostname, subdomain: domain } = spec;
  const late = deadline !== undefined && (deadline < 1 || deadline > INT32_MOST);
  return together(
    serviceAccountName ? subdomain(serviceAccountName, `${field}.serviceAccountName`) : NONE,
    nodeName ? subdomain(nodeName, `${field}.nodeName`) : NONE,
    late ? [invalid(`${field}.activeDeadlineSeconds`, deadline, rangeFault(1, INT32_MOST))] : NONE,
    hostname ? label(hostname, `${field}.hostname`) : NONE,
    domain ? label(domain, `${field}.subdomain`) : NONE,
  );
}

function validateClasses(spec: PodSpec, field: string): Faults {
  const { priorityClassName, runtimeClassName, preemptionPolicy, overhead } = spec;
  return together(
    priorityClassName ? subdomain(priorityClassName, `${field}.priorityClassName`) : NONE,
    where(runtimeClassName, (name) => subdomain(name, `${field}.runtimeClassName`)),
    optionalOneOf(preemptionPolicy, PREEMPTION_POLICIES, `${field}.preemptionPolicy`),
    // Upstream reads overhead as limits, and tells it so.
    where(overhead, (limits) => validateResources({ limits }, `${field}.overhead`)),
  );
}

function validateSystem(name: string, spec: PodSpec, field: string): Faults {
  if (name === '') return [required(`${field}.os.name`, 'cannot be empty')];
  if (!SYSTEMS.includes(name)) return [unsupported(`${field}.os`, name, SYSTEMS)];
  return validateSystemFields(spec, field);
}
