import { duplicate, forbidden, invalid, invalidShown, required } from '../../../machinery/field-path.ts';
import { groupId, userId } from '../../../machinery/value-rules.ts';
import type { PodSecurityContext, PodSpec, SecurityContext } from '../../core/pod/types.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { type Faults, faultsOf, inEach, NONE, optionalOneOf, together, where } from '../rules.ts';
import { validateAppArmor, validateSeccomp } from './profile-validation.ts';
import { validateWindowsOptions } from './windows-validation.ts';

const PROC_MOUNTS = ['Default', 'Unmasked'];
const FS_GROUP_POLICIES = ['Always', 'OnRootMismatch'];
const GROUP_POLICIES = ['Merge', 'Strict'];
const SELINUX_POLICIES = ['MountOption', 'Recursive'];

/** ValidateSecurityContext of a container. */
export function validateContainerSecurity(
  context: SecurityContext | undefined,
  hostUsers: boolean,
  field: string,
): Faults {
  if (context === undefined) return NONE;
  const { runAsUser, runAsGroup, procMount } = context;
  const unmasked = hostUsers && procMount === 'Unmasked';
  return together(
    where(runAsUser, (id) => faultsOf(id, `${field}.runAsUser`, userId(id))),
    where(runAsGroup, (id) => faultsOf(id, `${field}.runAsGroup`, groupId(id))),
    optionalOneOf(procMount, PROC_MOUNTS, `${field}.procMount`),
    unmasked
      ? [invalid(`${field}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`')]
      : NONE,
    validateSeccomp(context.seccompProfile, `${field}.seccompProfile`),
    validateEscalation(context, field),
    where(context.windowsOptions, (options) => validateWindowsOptions(options, `${field}.windowsOptions`)),
    validateAppArmor(context.appArmorProfile, `${field}.appArmorProfile`),
  );
}

function validateEscalation(context: SecurityContext, field: string): Faults {
  if (context.allowPrivilegeEscalation !== false) return NONE;
  const cannot = (what: string): Faults => [
    invalidShown(
      field,
      goDumpInternal('core/v1.SecurityContext', context),
      `cannot set \`allowPrivilegeEscalation\` to false and ${what}`,
    ),
  ];
  const admin = context.capabilities?.add?.filter((name) => name === 'CAP_SYS_ADMIN') ?? [];
  return together(
    context.privileged === true ? cannot('`privileged` to true') : NONE,
    ...admin.map(() => cannot('`capabilities.Add` CAP_SYS_ADMIN')),
  );
}

/** validatePodSpecSecurityContext. */
export function validatePodSecurity(spec: PodSpec, field: string): Faults {
  const context = spec.securityContext;
  if (context === undefined) return NONE;
  const shared = spec.shareProcessNamespace === true && spec.hostPID === true;
  return together(
    where(context.fsGroup, (id) => faultsOf(id, `${field}.fsGroup`, groupId(id))),
    where(context.runAsUser, (id) => faultsOf(id, `${field}.runAsUser`, userId(id))),
    where(context.runAsGroup, (id) => faultsOf(id, `${field}.runAsGroup`, groupId(id))),
    inEach(context.supplementalGroups, `${field}.supplementalGroups`, (id, path) =>
      faultsOf(id, path, groupId(id)),
    ),
    shared
      ? [
          invalid(
            `${field}.shareProcessNamespace`,
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : NONE,
    validateSysctls(spec, context, `${field}.sysctls`),
    optionalOneOf(context.fsGroupChangePolicy, FS_GROUP_POLICIES, `${field}.fsGroupChangePolicy`),
    validateSeccomp(context.seccompProfile, `${field}.seccompProfile`),
    where(context.windowsOptions, (options) => validateWindowsOptions(options, `${field}.windowsOptions`)),
    validateAppArmor(context.appArmorProfile, `${field}.appArmorProfile`),
    optionalOneOf(context.supplementalGroupsPolicy, GROUP_POLICIES, `${field}.supplementalGroupsPolicy`),
    optionalOneOf(context.seLinuxChangePolicy, SELINUX_POLICIES, `${field}.seLinuxChangePolicy`),
  );
}

const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL_PATTERN = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL = new RegExp(SYSCTL_PATTERN);
const SYSCTL_MOST = 253;

function validateSysctls(spec: PodSpec, { sysctls }: PodSecurityContext, field: string): Faults {
  const seen = new Set<string>();
  return inEach(sysctls, field, ({ name = '' }, path) => {
    const faults = together(
      validateSysctlName(name, seen, `${path}.name`),
      hostSysctl(name, spec, `${path}.name`),
    );
    seen.add(name);
    return faults;
  });
}

function validateSysctlName(name: string, seen: ReadonlySet<string>, field: string): Faults {
  if (name === '') return [required(field)];
  if (name.length > SYSCTL_MOST || !SYSCTL.test(name)) {
    return [
      invalid(field, name, `must have at most ${SYSCTL_MOST} characters and match regex ${SYSCTL_PATTERN}`),
    ];
  }
  return seen.has(name) ? [duplicate(field, name)] : NONE;
}

/** A pod in a namespace of its node may not change what belongs to that namespace. */
function hostSysctl(name: string, { hostNetwork, hostIPC }: PodSpec, field: string): Faults {
  const place = namespaceOf(name.replaceAll('/', '.'));
  if (hostNetwork === true && place === 'net') {
    return [invalid(field, name, "may not be specified when 'hostNetwork' is true")];
  }
  if (hostIPC !== true || place !== 'ipc') return NONE;
  return [invalid(field, name, "may not be specified when 'hostIPC' is true")];
}

function namespaceOf(name: string): 'net' | 'ipc' | undefined {
  if (name.startsWith('net.')) return 'net';
  return name === 'kernel.sem' || /^(?:kernel\.shm|kernel\.msg|fs\.mqueue\.)/.test(name) ? 'ipc' : undefined;
}

/** validateHostUsers: users of its own go with no other part of the node. */
export function validateHostUsers(spec: PodSpec, field: string): Faults {
  if (spec.hostUsers !== false) return NONE;
  const detail = 'when `pod.Spec.HostUsers` is false';
  return together(
    spec.hostNetwork === true ? [forbidden(`${field}.hostNetwork`, detail)] : NONE,
    spec.hostPID === true ? [forbidden(`${field}.HostPID`, detail)] : NONE,
    spec.hostIPC === true ? [forbidden(`${field}.HostIPC`, detail)] : NONE,
  );
}
