import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { defineKind } from '../../kind.ts';
import { columns } from './columns.ts';
import type * as types from './types.ts';

export type ServiceAccount = types.ServiceAccount;
export const ServiceAccount = defineKind<ServiceAccount>({
  group: '',
  version: 'v1',
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  shortNames: ['sa'],
  scope: 'Namespaced',
  subresources: ['token'],
  prepareForCreate: withSecretNamesOnly,
  prepareForUpdate: withSecretNamesOnly,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns,
});

/** References to secrets are cut down to their names. */
function withSecretNamesOnly(account: ServiceAccount): ServiceAccount {
  if (account.secrets === undefined) return account;
  return { ...account, secrets: account.secrets.map(({ name }) => (name ? { name } : {})) };
}

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';

function warnings({ metadata }: ServiceAccount, before?: ServiceAccount): readonly string[] {
  const isNew = before?.metadata.annotations?.[MOUNTABLE] === undefined;
  if (!isNew || metadata.annotations?.[MOUNTABLE] === undefined) return [];
  return [
    `metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
  ];
}
