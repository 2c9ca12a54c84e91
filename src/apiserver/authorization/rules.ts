import { coversPath, type PolicyRule } from '../../machinery/policy-rules.ts';
import type { Attributes } from './attributes.ts';

/** Whether the rule allows what is asked (RuleAllows). */
export function allows(rule: PolicyRule, attributes: Attributes): boolean {
  const { verb, path, group, name } = attributes;
  if (!has(rule.verbs, verb)) return false;
  if (path !== undefined) return (rule.nonResourceURLs ?? []).some((pattern) => coversPath(pattern, path));
  return has(rule.apiGroups, group) && coversResource(rule, attributes) && coversName(rule, name);
}

const has = (words: readonly string[] | null | undefined, word: string): boolean =>
  words?.some((one) => one === '*' || one === word) ?? false;

function coversResource({ resources = [] }: PolicyRule, { resource, subresource }: Attributes): boolean {
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return resources.some(
    (one) => one === '*' || one === whole || (subresource !== '' && one === `*/${subresource}`),
  );
}

const coversName = ({ resourceNames = [] }: PolicyRule, name: string): boolean =>
  resourceNames.length === 0 || resourceNames.includes(name);
