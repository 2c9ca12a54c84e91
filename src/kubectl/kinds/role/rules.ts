import { compareBytes } from '../common.ts';
import { goList, type Page } from '../page.ts';

export interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** The table of rules. */
export function describePolicyRules(page: Page, rules: readonly PolicyRule[]): void {
  page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
  page.line(1, '---------\t-----------------\t--------------\t-----');
  for (const row of policyRuleRows(rules)) page.line(1, row);
}

/** Rules taken apart into single permissions, then verbs joined where the rest is equal; cells parted by tabs. */
export function policyRuleRows(rules: readonly PolicyRule[]): readonly string[] {
  return compactRules(rules.flatMap(brokenDown))
    .toSorted((a, b) => compareBytes(goText(a), goText(b)))
    .map((rule) =>
      [resourceText(rule), goList(rule.nonResourceURLs), goList(rule.resourceNames), goList(rule.verbs)].join(
        '\t',
      ),
    );
}

/** One group, one resource, one verb, at most one name each. */
function brokenDown(rule: PolicyRule): readonly PolicyRule[] {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const names = resourceNames.length === 0 ? [undefined] : resourceNames;
  const onResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) =>
        names.map((name) => ({
          apiGroups: [group],
          resources: [resource],
          verbs: [verb],
          ...(name === undefined ? {} : { resourceNames: [name] }),
        })),
      ),
    ),
  );
  const onPaths = nonResourceURLs.flatMap((url) =>
    verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })),
  );
  return [...onResources, ...onPaths];
}

/** Rules about paths stay apart; the others are joined by group, resource and name. */
function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  const paths: PolicyRule[] = [];
  for (const rule of rules) {
    if (rule.nonResourceURLs !== undefined) {
      paths.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const known = joined.get(key);
    const verbs = [...new Set([...(known?.verbs ?? []), ...(rule.verbs ?? [])])];
    joined.set(key, { ...rule, verbs });
  }
  return [...paths, ...joined.values()];
}

/** `deployments.apps/scale`. */
function resourceText({ resources = [], apiGroups = [] }: PolicyRule): string {
  const [name = '', ...sub] = (resources[0] ?? '').split('/');
  const group = apiGroups[0] ?? '';
  return `${name}${group === '' ? '' : `.${group}`}${sub.length === 0 ? '' : `/${sub.join('/')}`}`;
}

/** How the Go struct prints: kubectl sorts rules by it. */
function goText(rule: PolicyRule): string {
  const fields = [rule.verbs, rule.apiGroups, rule.resources, rule.resourceNames, rule.nonResourceURLs].map(
    goList,
  );
  return `&PolicyRule{Verbs:${fields[0]},APIGroups:${fields[1]},Resources:${fields[2]},ResourceNames:${fields[3]},NonResourceURLs:${fields[4]},}`;
}
