import type { ApiRequest } from '../../client/transport.ts';
import type { Rng } from '../../simulation/rng.ts';

/** Who asks. */
export interface User {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Whoever is in it may do anything: no rule is looked at. */
export const MASTERS = 'system:masters';
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ANONYMOUS = 'system:anonymous';

/** The administrator whose certificate a new cluster's kubeconfig holds, or whom he asks to be. */
export function userOf({ impersonate }: ApiRequest, rng: Rng): User {
  if (impersonate === undefined) return administrator(rng);
  const { user: name, uid = '', groups, extra = {} } = impersonate;
  return {
    name,
    uid,
    groups: withCommonGroups(name, groups.length > 0 ? groups : ownGroups(name)),
    extra,
  };
}

function administrator(rng: Rng): User {
  return {
    name: 'kubernetes-admin',
    uid: '',
    groups: [MASTERS, AUTHENTICATED],
    // Nearly nobody asks.
    get extra() {
      return {
        'authentication.kubernetes.io/credential-id': [`X509SHA256=${rng.fork('credential').hex(64)}`],
      };
    },
  };
}

/** `system:serviceaccount:NAMESPACE:NAME`. */
export const serviceAccountUser = (namespace: string, name: string): string =>
  `system:serviceaccount:${namespace}:${name}`;

function ownGroups(name: string): readonly string[] {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

function withCommonGroups(name: string, groups: readonly string[]): readonly string[] {
  if (groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED)) return groups;
  return [...groups, name === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED];
}
