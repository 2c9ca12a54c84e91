import {
  duplicate,
  type FieldError,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../machinery/field-path.ts';
import { dns1035Label, dns1123Subdomain, qualifiedName } from '../../machinery/names.ts';
import { showStrings } from '../validation/go-values.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { validateClientConfig } from './client-config-validation.ts';
import { validateRule } from './rule-validation.ts';
import type { MatchCondition, Webhook, WebhookConfiguration } from './types.ts';

export const FAILURE_POLICIES = ['Fail', 'Ignore'];
export const MATCH_POLICIES = ['Equivalent', 'Exact'];
const NO_SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REINVOCATION_POLICIES = ['IfNeeded', 'Never'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];
const CONDITIONS_MOST = 64;

/** ValidateValidatingWebhookConfiguration and its mutating twin. Expressions are kept and not compiled. */
export function validateWebhooks({ webhooks = [] }: WebhookConfiguration): readonly FieldError[] {
  const names = webhooks.map(({ name }) => name);
  return webhooks.flatMap((webhook, i) => [
    ...validateWebhook(webhook, `webhooks[${i}]`),
    ...validateReviewVersions(
      webhook.admissionReviewVersions ?? [],
      `webhooks[${i}].admissionReviewVersions`,
    ),
    ...(webhook.name && names.indexOf(webhook.name) < i
      ? [duplicate(`webhooks[${i}].name`, webhook.name)]
      : []),
  ]);
}

function validateWebhook(webhook: Webhook, field: string): readonly FieldError[] {
  const { failurePolicy, matchPolicy, sideEffects, timeoutSeconds: seconds = 10 } = webhook;
  return [
    ...fullyQualified(webhook.name ?? '', `${field}.name`),
    ...(webhook.rules ?? []).flatMap((rule, i) => validateRule(rule, `${field}.rules[${i}]`)),
    ...oneOf(failurePolicy, FAILURE_POLICIES, `${field}.failurePolicy`),
    ...oneOf(matchPolicy, MATCH_POLICIES, `${field}.matchPolicy`),
    ...(sideEffects == null
      ? [required(`${field}.sideEffects`, `must specify one of ${NO_SIDE_EFFECTS.join(', ')}`)]
      : oneOf(sideEffects, NO_SIDE_EFFECTS, `${field}.sideEffects`)),
    ...(seconds > 30 || seconds < 1
      ? [invalid(`${field}.timeoutSeconds`, seconds, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...validateLabelSelector(webhook.namespaceSelector, `${field}.namespaceSelector`),
    ...validateLabelSelector(webhook.objectSelector, `${field}.objectSelector`),
    ...oneOf(webhook.reinvocationPolicy, REINVOCATION_POLICIES, `${field}.reinvocationPolicy`),
    ...validateClientConfig(webhook.clientConfig ?? {}, `${field}.clientConfig`),
    ...validateMatchConditions(webhook.matchConditions ?? [], `${field}.matchConditions`),
  ];
}

export function oneOf(
  value: string | undefined,
  words: readonly string[],
  field: string,
): readonly FieldError[] {
  return value === undefined || words.includes(value) ? [] : [unsupported(field, value, words)];
}

/** IsFullyQualifiedName. */
function fullyQualified(name: string, field: string): readonly FieldError[] {
  if (name === '') return [required(field)];
  const texts = dns1123Subdomain(name);
  if (texts.length > 0) return [invalid(field, name, texts.join(','))];
  if (name.split('.').length >= 3) return [];
  return [invalid(field, name, 'should be a domain with at least three segments separated by dots')];
}

function validateReviewVersions(versions: readonly string[], field: string): readonly FieldError[] {
  const all = REVIEW_VERSIONS.join(', ');
  if (versions.length === 0) return [required(field, `must specify one of ${all}`)];
  const faults = versions.flatMap((version, i) =>
    versions.indexOf(version) < i
      ? [invalid(`${field}[${i}]`, version, 'duplicate version')]
      : dns1035Label(version).map((text) => invalid(`${field}[${i}]`, version, text)),
  );
  if (versions.some((version) => REVIEW_VERSIONS.includes(version))) return faults;
  return [...faults, invalidShown(field, showStrings(versions), `must include at least one of ${all}`)];
}

export function validateMatchConditions(
  conditions: readonly MatchCondition[],
  field: string,
): readonly FieldError[] {
  const names = conditions.map(({ name }) => name);
  const tooMany: readonly FieldError[] =
    conditions.length > CONDITIONS_MOST
      ? [
          {
            type: 'FieldValueTooMany',
            field,
            detail: `must have at most ${CONDITIONS_MOST} items`,
            shown: String(conditions.length),
          },
        ]
      : [];
  return [
    ...tooMany,
    ...conditions.flatMap(({ name = '', expression = '' }, i) => [
      ...(expression.trim() === '' ? [required(`${field}[${i}].expression`)] : []),
      ...(name === ''
        ? [required(`${field}[${i}].name`)]
        : qualifiedName(name).map((text) => invalid(`${field}[${i}].name`, name, text))),
      ...(name !== '' && names.indexOf(name) < i ? [duplicate(`${field}[${i}].name`, name)] : []),
    ]),
  ];
}
