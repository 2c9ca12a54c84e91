import { type FieldError, forbidden, invalid } from '../../../machinery/field-path.ts';
import { dns1123Subdomain } from '../../../machinery/names.ts';
import type { PodSpec, WindowsSecurityContextOptions } from '../../core/pod/types.ts';
import { everyContainer } from '../containers/every-container.ts';
import { type Faults, faultsOf, NONE, together, where } from '../rules.ts';

const SPEC_MOST_KIB = 64;
const DOMAIN_MOST = 256;
const USER_MOST = 104;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS_NAME = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);

/** validateWindowsSecurityContextOptions. */
export function validateWindowsOptions(options: WindowsSecurityContextOptions, field: string): Faults {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  return together(
    where(name, (text) => faultsOf(text, `${field}.gmsaCredentialSpecName`, dns1123Subdomain(text))),
    where(spec, (text) => faultsOf(text, `${field}.gmsaCredentialSpec`, specFaults(text))),
    where(user, (text) => faultsOf(text, `${field}.runAsUserName`, userFaults(text))),
  );
}

function specFaults(text: string): readonly string[] {
  if (text === '') return ['gmsaCredentialSpec cannot be an empty string'];
  if (Buffer.byteLength(text) <= SPEC_MOST_KIB * 1024) return [];
  return [`gmsaCredentialSpec size must be under ${SPEC_MOST_KIB} KiB`];
}

function userFaults(text: string): readonly string[] {
  if (text === '') return ['runAsUserName cannot be an empty string'];
  if (/[\x00-\x1f\x7f]/.test(text)) return ['runAsUserName cannot contain control characters'];
  const parts = text.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const user = parts.at(-1) ?? '';
  const domain = parts.length === 2 ? parts[0] : undefined;
  return [...domainFaults(domain), ...accountFaults(user)];
}

function domainFaults(domain: string | undefined): readonly string[] {
  if (domain === undefined) return [];
  const long = domain.length >= DOMAIN_MOST;
  const odd = !NETBIOS.test(domain) && !DNS_NAME.test(domain);
  return [
    ...(long ? [`runAsUserName's Domain length must be under ${DOMAIN_MOST} characters`] : []),
    ...(odd ? ["runAsUserName's Domain doesn't match the NetBios nor the DNS format"] : []),
  ];
}

function accountFaults(user: string): readonly string[] {
  const texts: string[] = [];
  if (user === '') texts.push("runAsUserName's User cannot be empty");
  else if (user.length > USER_MOST) {
    texts.push(`runAsUserName's User length must not be longer than ${USER_MOST} characters`);
  }
  if (/^[. ]+$/.test(user)) texts.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    texts.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  }
  return texts;
}

/** validateWindowsHostProcessPod: all containers run as processes of the node, or none does. */
export function validateHostProcesses(spec: PodSpec, field: string): Faults {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const containers = everyContainer(spec, field);
  const faults: FieldError[] = [];
  let count = 0;
  for (const { container, field: path } of containers) {
    const own = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
      faults.push(invalid(`${path}.securityContext.windowsOptions.hostProcess`, own, detail));
    }
    if (own ?? ofPod) count++;
  }
  if (count === 0) return faults.length === 0 ? NONE : faults;
  const all = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
  const network = 'hostNetwork must be true if pod contains any hostProcess containers';
  return together(
    faults,
    count === containers.length ? NONE : [invalid(field, '', all)],
    spec.hostNetwork === true ? NONE : [invalid(`${field}.hostNetwork`, false, network)],
  );
}

const OF_POD = ['appArmorProfile', 'seLinuxOptions'] as const;
const OF_SPEC = ['hostUsers', 'hostPID', 'hostIPC'] as const;
const OF_POD_LATER = ['seccompProfile', 'fsGroup', 'fsGroupChangePolicy', 'sysctls'] as const;
const OF_POD_LAST = [
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const OF_CONTAINER = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** validateLinux and validateWindows: what the named operating system does not have. */
export function validateSystemFields(spec: PodSpec, field: string): Faults {
  if (spec.os?.name === 'linux') return withoutWindowsOptions(spec, field);
  if (spec.os?.name !== 'windows') return NONE;
  const context = spec.securityContext ?? {};
  const found = [
    ...OF_POD.filter((name) => context[name] !== undefined).map((name) => `securityContext.${name}`),
    ...OF_SPEC.filter((name) => (name === 'hostUsers' ? spec[name] !== undefined : spec[name] === true)),
    ...OF_POD_LATER.filter((name) => context[name] !== undefined).map((name) => `securityContext.${name}`),
    ...(spec.shareProcessNamespace === undefined ? [] : ['shareProcessNamespace']),
    ...OF_POD_LAST.filter((name) => context[name] !== undefined).map((name) => `securityContext.${name}`),
  ].map((name) => `${field}.${name}`);
  const inContainers = everyContainer(spec, field).flatMap(({ container, field: path }) =>
    OF_CONTAINER.filter((name) => container.securityContext?.[name] !== undefined).map(
      (name) => `${path}.securityContext.${name}`,
    ),
  );
  return [...found, ...inContainers].map((path) => forbidden(path, 'cannot be set for a windows pod'));
}

function withoutWindowsOptions(spec: PodSpec, field: string): Faults {
  const places = [
    { context: spec.securityContext, path: field },
    ...everyContainer(spec, field).map(({ container, field: path }) => ({
      context: container.securityContext,
      path,
    })),
  ];
  return places
    .filter(({ context }) => context?.windowsOptions !== undefined)
    .map(({ path }) =>
      forbidden(`${path}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod'),
    );
}
