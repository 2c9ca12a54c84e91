import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, integerColumn, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { defaultWebhooks } from '../defaults.ts';
import type * as types from '../types.ts';
import { validateWebhooks } from '../webhook-validation.ts';

export type ValidatingWebhookConfiguration = types.WebhookConfiguration;
export const ValidatingWebhookConfiguration = defineKind<ValidatingWebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  scope: 'Cluster',
  unconditionalUpdate: false,
  categories: ['api-extensions'],
  defaults: (configuration) => defaultWebhooks(configuration),
  raisesGeneration: ({ webhooks }, before) => !equalJson(webhooks ?? [], before.webhooks ?? []),
  validate: validateWebhooks,
  nameRule: nameIsDnsSubdomain,
  columns: [nameColumn, integerColumn('Webhooks', ({ webhooks }) => webhooks?.length ?? 0), ageColumn],
});
