import { equalJson } from '../../../machinery/json.ts';
import { formatSelector } from '../../../machinery/labels.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import type * as types from './types.ts';
import { validate } from './validation.ts';

export type NetworkPolicy = types.NetworkPolicy;
export const NetworkPolicy = defineKind<NetworkPolicy>({
  group: 'networking.k8s.io',
  schemeGroup: 'extensions',
  version: 'v1',
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  scope: 'Namespaced',
  defaults,
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('Pod-Selector', ({ spec }) => formatSelector(spec?.podSelector ?? {})),
    ageColumn,
  ],
});

/** SetDefaults_NetworkPolicy: every policy is about Ingress unless it says otherwise. */
function defaults(policy: NetworkPolicy): NetworkPolicy {
  const spec = policy.spec ?? { podSelector: {} };
  const { ingress, egress, policyTypes = [] } = spec;
  const implied = egress?.length ? (['Ingress', 'Egress'] as const) : (['Ingress'] as const);
  return {
    ...policy,
    spec: {
      ...spec,
      ...(ingress === undefined ? {} : { ingress: ingress.map(withProtocols) }),
      ...(egress === undefined ? {} : { egress: egress.map(withProtocols) }),
      policyTypes: policyTypes.length === 0 ? implied : policyTypes,
    },
  };
}

function withProtocols<T extends { readonly ports?: readonly types.NetworkPolicyPort[] }>(rule: T): T {
  if (rule.ports === undefined) return rule;
  return { ...rule, ports: rule.ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) };
}
