import type { SELinuxOptions } from '../../../kinds/core/pod/container-types.ts';
import {
  type Check,
  containersOf,
  containersText,
  namesOf,
  plural,
  quoted,
  type Subject,
  settersText,
  sorted,
  type Violation,
} from './check.ts';

const CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

const SYSCTLS = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
];
const SYSCTLS_27 = [...SYSCTLS, 'net.ipv4.ip_local_reserved_ports'];
const SYSCTLS_29 = [
  ...SYSCTLS_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
];
const SYSCTLS_32 = [...SYSCTLS_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];
const SELINUX_TYPES_31 = [...SELINUX_TYPES, 'container_engine_t'];

/** What keeps known ways of getting hold of the node shut. */
export const BASELINE: readonly Check[] = [
  { id: 'appArmorProfile', versions: [{ since: 0, run: appArmorProfile }] },
  { id: 'capabilities_baseline', versions: [{ since: 0, run: capabilities }] },
  { id: 'hostNamespaces', versions: [{ since: 0, run: hostNamespaces }] },
  { id: 'hostPathVolumes', versions: [{ since: 0, run: hostPathVolumes }] },
  { id: 'hostPorts', versions: [{ since: 0, run: hostPorts }] },
  { id: 'privileged', versions: [{ since: 0, run: privileged }] },
  { id: 'procMount', versions: [{ since: 0, run: procMount }] },
  {
    id: 'seLinuxOptions',
    versions: [
      { since: 0, run: seLinuxOptions(SELINUX_TYPES) },
      { since: 31, run: seLinuxOptions(SELINUX_TYPES_31) },
    ],
  },
  {
    id: 'seccompProfile_baseline',
    versions: [
      { since: 0, run: seccompAnnotations },
      { since: 19, run: seccompProfile },
    ],
  },
  {
    id: 'sysctls',
    versions: [
      { since: 0, run: sysctls(SYSCTLS) },
      { since: 27, run: sysctls(SYSCTLS_27) },
      { since: 29, run: sysctls(SYSCTLS_29) },
      { since: 32, run: sysctls(SYSCTLS_32) },
    ],
  },
  { id: 'windowsHostProcess', versions: [{ since: 0, run: windowsHostProcess }] },
];

const isGoodAppArmor = (type: string | undefined): boolean =>
  type === undefined || type === 'RuntimeDefault' || type === 'Localhost';

function appArmorProfile(subject: Subject): Violation | undefined {
  const ofPod = subject.spec.securityContext?.appArmorProfile?.type;
  const bad = containersOf(subject).filter(
    ({ securityContext }) => !isGoodAppArmor(securityContext?.appArmorProfile?.type),
  );
  const annotations = Object.entries(subject.metadata.annotations ?? {})
    .filter(([key]) => key.startsWith('container.apparmor.security.beta.kubernetes.io/'))
    .filter(([, value]) => value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/'))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
  const values = [
    ...sorted([
      ...(isGoodAppArmor(ofPod) ? [] : [ofPod ?? '']),
      ...bad.map(({ securityContext }) => securityContext?.appArmorProfile?.type ?? ''),
    ]),
    ...annotations,
  ];
  const setters = [
    settersText(!isGoodAppArmor(ofPod), namesOf(bad)),
    annotations.length === 0 ? '' : plural('annotation', annotations.length),
  ].filter((text) => text !== '');
  if (setters.length === 0) return undefined;
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

function capabilities(subject: Subject): Violation | undefined {
  const added = (container: ReturnType<typeof containersOf>[number]): readonly string[] =>
    (container.securityContext?.capabilities?.add ?? []).filter((name) => !CAPABILITIES.has(name));
  const bad = containersOf(subject).filter((container) => added(container).length > 0);
  if (bad.length === 0) return undefined;
  const names = quoted(sorted(bad.flatMap(added)));
  return {
    reason: 'non-default capabilities',
    detail: `${containersText(namesOf(bad))} must not include ${names} in securityContext.capabilities.add`,
  };
}

function hostNamespaces({ spec }: Subject): Violation | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((name) => spec[name]);
  if (shared.length === 0) return undefined;
  return { reason: 'host namespaces', detail: shared.map((name) => `${name}=true`).join(', ') };
}

function hostPathVolumes({ spec }: Subject): Violation | undefined {
  const bad = namesOf((spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined));
  if (bad.length === 0) return undefined;
  return { reason: 'hostPath volumes', detail: `${plural('volume', bad.length)} ${quoted(bad)}` };
}

function hostPorts(subject: Subject): Violation | undefined {
  const used = (container: ReturnType<typeof containersOf>[number]): readonly string[] =>
    (container.ports ?? []).flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const bad = containersOf(subject).filter((container) => used(container).length > 0);
  if (bad.length === 0) return undefined;
  const ports = sorted(bad.flatMap(used));
  const uses = plural('uses', bad.length, 'use');
  return {
    reason: 'hostPort',
    detail: `${containersText(namesOf(bad))} ${uses} ${plural('hostPort', ports.length)} ${ports.join(', ')}`,
  };
}

function privileged(subject: Subject): Violation | undefined {
  const bad = containersOf(subject).filter(({ securityContext }) => securityContext?.privileged === true);
  if (bad.length === 0) return undefined;
  return {
    reason: 'privileged',
    detail: `${containersText(namesOf(bad))} must not set securityContext.privileged=true`,
  };
}

function procMount(subject: Subject): Violation | undefined {
  const bad = containersOf(subject).filter(
    ({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default',
  );
  if (bad.length === 0) return undefined;
  const types = sorted(bad.map(({ securityContext }) => securityContext?.procMount ?? ''));
  return {
    reason: 'procMount',
    detail: `${containersText(namesOf(bad))} must not set securityContext.procMount to ${quoted(types)}`,
  };
}

function seLinuxOptions(allowed: readonly string[]): (subject: Subject) => Violation | undefined {
  const isBad = ({ type = '', user = '', role = '' }: SELinuxOptions): boolean =>
    !allowed.includes(type) || user !== '' || role !== '';
  return (subject) => {
    const ofPod = subject.spec.securityContext?.seLinuxOptions ?? {};
    const bad = containersOf(subject).filter(({ securityContext }) =>
      isBad(securityContext?.seLinuxOptions ?? {}),
    );
    const all = [
      ...(isBad(ofPod) ? [ofPod] : []),
      ...bad.map(({ securityContext }) => securityContext?.seLinuxOptions ?? {}),
    ];
    if (all.length === 0) return undefined;
    const types = sorted(all.flatMap(({ type = '' }) => (allowed.includes(type) ? [] : [type])));
    const data = [
      ...(types.length === 0 ? [] : [`${plural('type', types.length)} ${quoted(types)}`]),
      ...(all.some(({ user }) => user) ? ['user may not be set'] : []),
      ...(all.some(({ role }) => role) ? ['role may not be set'] : []),
    ];
    const setters = settersText(isBad(ofPod), namesOf(bad));
    return {
      reason: 'seLinuxOptions',
      detail: `${setters} set forbidden securityContext.seLinuxOptions: ${data.join('; ')}`,
    };
  };
}

const isGoodSeccompAnnotation = (value: string): boolean =>
  value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');

/** Before 1.19 profiles were annotations. */
function seccompAnnotations(subject: Subject): Violation | undefined {
  const keys = [
    'seccomp.security.alpha.kubernetes.io/pod',
    ...containersOf(subject).map(({ name }) => `container.seccomp.security.alpha.kubernetes.io/${name}`),
  ];
  const bad = keys.flatMap((key) => {
    const value = subject.metadata.annotations?.[key];
    return value === undefined || isGoodSeccompAnnotation(value) ? [] : [`${key}=${JSON.stringify(value)}`];
  });
  if (bad.length === 0) return undefined;
  const all = sorted(bad);
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', all.length)} ${all.join(', ')}`,
  };
}

const isBadSeccomp = (type: string | undefined): boolean =>
  type !== undefined && type !== 'Localhost' && type !== 'RuntimeDefault';

/** Profiles that are set and are none of the good ones. */
export function seccompProfile(subject: Subject): Violation | undefined {
  const ofPod = subject.spec.securityContext?.seccompProfile?.type;
  const bad = containersOf(subject).filter(({ securityContext }) =>
    isBadSeccomp(securityContext?.seccompProfile?.type),
  );
  if (!isBadSeccomp(ofPod) && bad.length === 0) return undefined;
  const types = sorted([
    ...(isBadSeccomp(ofPod) ? [ofPod ?? ''] : []),
    ...bad.map(({ securityContext }) => securityContext?.seccompProfile?.type ?? ''),
  ]);
  const setters = settersText(isBadSeccomp(ofPod), namesOf(bad));
  return {
    reason: 'seccompProfile',
    detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(types)}`,
  };
}

function sysctls(allowed: readonly string[]): (subject: Subject) => Violation | undefined {
  return ({ spec }) => {
    const bad = namesOf(spec.securityContext?.sysctls ?? []).filter((name) => !allowed.includes(name));
    return bad.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: bad.join(', ') };
  };
}

function windowsHostProcess(subject: Subject): Violation | undefined {
  const ofPod = subject.spec.securityContext?.windowsOptions?.hostProcess === true;
  const bad = containersOf(subject).filter(
    ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true,
  );
  if (!ofPod && bad.length === 0) return undefined;
  const setters = settersText(ofPod, namesOf(bad));
  return {
    reason: 'hostProcess',
    detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true`,
  };
}
