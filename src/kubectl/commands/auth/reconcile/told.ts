import type { PolicyRule } from '../../../../machinery/policy-rules.ts';
import { goList } from '../../../kinds/page.ts';
import type { Subject } from './compare.ts';
import type { Outcome, Wishes } from './run.ts';

/** What kubectl tells of a reconciliation on stderr. */
export function outcomeLines(outcome: Outcome, wishes: Wishes): readonly string[] {
  const { operation, isProtected, missing, extra } = outcome;
  if (operation === 'none') return [];
  const caveat = isProtected
    ? ', but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)'
    : '';
  const part = (heading: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`\t${heading}:`, ...lines.map((line) => `\t\t${line}`)];
  return [
    `\treconciliation required ${operation}${caveat}`,
    ...part('missing subjects added', missing.subjects.map(subjectText)),
    ...part('extra subjects removed', wishes.removeExtraSubjects ? extra.subjects.map(subjectText) : []),
    ...part('missing rules added', missing.rules.map(ruleText)),
    ...part('extra rules removed', wishes.removeExtraPermissions ? extra.rules.map(ruleText) : []),
  ];
}

/** Go's `%+v`. */
function ruleText({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const fields = {
    Verbs: verbs ?? [],
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
  };
  const all = { ...fields, NonResourceURLs: nonResourceURLs };
  return `{${Object.entries(all)
    .map(([name, words]) => `${name}:${goList(words)}`)
    .join(' ')}}`;
}

const subjectText = ({ kind, apiGroup = '', name, namespace = '' }: Subject): string =>
  `{Kind:${kind} APIGroup:${apiGroup} Name:${name} Namespace:${namespace}}`;
