import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { loadBalancerText } from '../../core/service/columns.ts';
import { defineKind } from '../../kind.ts';
import { OLD_CLASS } from './conditions.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type Ingress = types.Ingress;
export const Ingress = defineKind<Ingress>({
  group: 'networking.k8s.io',
  schemeGroup: 'extensions',
  version: 'v1',
  kind: 'Ingress',
  plural: 'ingresses',
  shortNames: ['ing'],
  scope: 'Namespaced',
  subresources: ['status'],
  prepareForCreate: (ingress) => ({ ...ingress, status: { loadBalancer: {} } }),
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns: [
    nameColumn,
    column('Class', ({ spec }) => spec?.ingressClassName ?? '<none>'),
    column('Hosts', hostsCell),
    column('Address', ({ status }) => loadBalancerText(status?.loadBalancer)),
    column('Ports', ({ spec }) => (spec?.tls?.length ? '80, 443' : '80')),
    ageColumn,
  ],
});

/** The first three hosts; upstream counts the rules beyond them, with or without a host. */
function hostsCell({ spec }: Ingress): string {
  const rules = spec?.rules ?? [];
  const hosts = rules.flatMap(({ host }) => (host ? [host] : []));
  if (hosts.length === 0) return '*';
  const shown = hosts.slice(0, 3).join(',');
  const third = rules.findIndex(({ host }) => host === hosts[2]);
  return hosts.length >= 3 && third < rules.length - 1 ? `${shown} + ${rules.length - 3} more...` : shown;
}

function warnings({ metadata, spec }: Ingress, before?: Ingress): readonly string[] {
  const isOld = metadata.annotations?.[OLD_CLASS] !== undefined && spec?.ingressClassName === undefined;
  if (before !== undefined || !isOld) return [];
  return [`annotation "${OLD_CLASS}" is deprecated, please use 'spec.ingressClassName' instead`];
}
