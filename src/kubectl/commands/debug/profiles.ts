import type { Container, PodSpec } from '../../../kinds/core/pod/types.ts';

export type ProfileName = 'legacy' | 'general' | 'baseline' | 'netadmin' | 'restricted' | 'sysadmin';
type Security = NonNullable<Container['securityContext']>;

/** How somebody debugs: beside a pod's containers, in a copy of it, or on a node. */
export type Style = 'ephemeral' | 'copy' | 'node';

/** What of a pod is kept in its copy. */
export interface Kept {
  readonly labels: boolean;
  readonly annotations: boolean;
  readonly liveness: boolean;
  readonly readiness: boolean;
  readonly startup: boolean;
  readonly initContainers: boolean;
}

/** What a profile makes of the container that somebody debugs with, and of its pod. */
export interface Profile {
  /** What the container may do; `before` is what it might already. */
  readonly security: (before: Security | undefined, style: Style) => Security | undefined;
  readonly onNode: { readonly hostNamespaces: boolean; readonly hostRoot: boolean };
  /** The oldest profile leaves copies as they are, but for their labels. */
  readonly stripsCopies: boolean;
}

const withCapabilities =
  (...names: readonly string[]) =>
  (before: Security | undefined): Security => ({
    ...before,
    capabilities: { ...before?.capabilities, add: [...(before?.capabilities?.add ?? []), ...names] },
  });

const RESTRICTED: Security = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

const HOST = { hostNamespaces: true, hostRoot: true };
const NOTHING_OF_HOST = { hostNamespaces: false, hostRoot: false };
const traced = withCapabilities('SYS_PTRACE');

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  legacy: { security: (before) => before, onNode: HOST, stripsCopies: false },
  general: {
    security: (before, style) => (style === 'node' ? undefined : traced(before)),
    onNode: HOST,
    stripsCopies: true,
  },
  baseline: { security: () => undefined, onNode: NOTHING_OF_HOST, stripsCopies: true },
  restricted: { security: () => RESTRICTED, onNode: NOTHING_OF_HOST, stripsCopies: true },
  netadmin: {
    security: withCapabilities('NET_ADMIN', 'NET_RAW'),
    onNode: { hostNamespaces: true, hostRoot: false },
    stripsCopies: true,
  },
  sysadmin: {
    security: (before) => ({ ...before, privileged: true }),
    onNode: HOST,
    stripsCopies: true,
  },
};

/** The container with what the profile lets it do. */
export function secured<C extends Container>(container: C, profile: Profile, style: Style): C {
  const { securityContext: before, ...rest } = container;
  const securityContext = profile.security(before, style);
  return (securityContext === undefined ? rest : { ...rest, securityContext }) as C;
}

/** The spec without what would make a copy be taken for its original, or be ended while somebody looks at it. */
export function strippedSpec(spec: PodSpec, kept: Kept): PodSpec {
  const { initContainers, ...rest } = spec;
  return {
    ...rest,
    ...(kept.initContainers && initContainers !== undefined ? { initContainers } : {}),
    containers: spec.containers.map((container) => withoutProbes(container, kept)),
    shareProcessNamespace: spec.shareProcessNamespace ?? true,
  };
}

function withoutProbes(
  { livenessProbe, readinessProbe, startupProbe, ...rest }: Container,
  { liveness, readiness, startup }: Kept,
): Container {
  return {
    ...rest,
    ...(liveness && livenessProbe !== undefined ? { livenessProbe } : {}),
    ...(readiness && readinessProbe !== undefined ? { readinessProbe } : {}),
    ...(startup && startupProbe !== undefined ? { startupProbe } : {}),
  };
}
