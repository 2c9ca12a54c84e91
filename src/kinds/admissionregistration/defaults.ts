import type { MatchResources, RuleWithOperations, Webhook, WebhookConfiguration } from './types.ts';

/** SetDefaults_Rule. */
const ruleWithScope = <R extends RuleWithOperations>(rule: R): R => ({ ...rule, scope: rule.scope ?? '*' });

/** SetDefaults_MutatingWebhook and SetDefaults_ValidatingWebhook, which differ in what is only the former's. */
export function defaultWebhooks<T extends WebhookConfiguration>(
  configuration: T,
  own: Partial<Webhook> = {},
): T {
  if (configuration.webhooks === undefined) return configuration;
  return { ...configuration, webhooks: configuration.webhooks.map((webhook) => defaulted(webhook, own)) };
}

function defaulted(webhook: Webhook, own: Partial<Webhook>): Webhook {
  const { clientConfig, rules } = webhook;
  const service = clientConfig?.service;
  return {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    ...own,
    ...webhook,
    ...(service === undefined
      ? {}
      : { clientConfig: { ...clientConfig, service: { port: 443, ...service } } }),
    ...(rules === undefined ? {} : { rules: rules.map(ruleWithScope) }),
  };
}

/** SetDefaults_MatchResources. */
export function defaultMatchResources(match: MatchResources): MatchResources {
  const { resourceRules, excludeResourceRules } = match;
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    ...match,
    ...(resourceRules === undefined ? {} : { resourceRules: resourceRules.map(ruleWithScope) }),
    ...(excludeResourceRules === undefined
      ? {}
      : { excludeResourceRules: excludeResourceRules.map(ruleWithScope) }),
  };
}
