/** What a role allows. */
export interface PolicyRule {
  readonly verbs: readonly string[] | null;
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** What `servant` allows and `owner` does not, one verb of one thing a rule (Covers). */
export function uncoveredRules(
  owner: readonly PolicyRule[],
  servant: readonly PolicyRule[],
): readonly PolicyRule[] {
  return servant.flatMap(brokenDown).filter((rule) => !owner.some((one) => coversRule(one, rule)));
}

/** The rule as rules of one verb, resource and name each. */
function brokenDown(rule: PolicyRule): readonly PolicyRule[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const each = (verb: string): readonly string[] => [verb];
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      (verbs ?? []).flatMap((verb) => {
        const one: PolicyRule = { verbs: each(verb), apiGroups: [group], resources: [resource] };
        if (resourceNames.length === 0) return [one];
        return resourceNames.map((name) => ({ ...one, resourceNames: [name] }));
      }),
    ),
  );
  const ofPaths = nonResourceURLs.flatMap((path) =>
    (verbs ?? []).map((verb) => ({ verbs: each(verb), nonResourceURLs: [path] })),
  );
  return [...ofResources, ...ofPaths];
}

const hasAll = (set: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((one) => set.includes(one));
const all = (set: readonly string[], wanted: readonly string[]): boolean =>
  set.includes('*') || hasAll(set, wanted);

function coversRule(owner: PolicyRule, rule: PolicyRule): boolean {
  const names = owner.resourceNames ?? [];
  const wanted = rule.resourceNames ?? [];
  return (
    all(owner.verbs ?? [], rule.verbs ?? []) &&
    all(owner.apiGroups ?? [], rule.apiGroups ?? []) &&
    coversResources(owner.resources ?? [], rule.resources ?? []) &&
    (names.length === 0 || (wanted.length > 0 && hasAll(names, wanted))) &&
    (rule.nonResourceURLs ?? []).every((path) =>
      (owner.nonResourceURLs ?? []).some((one) => coversPath(one, path)),
    )
  );
}

/** What is said of a part of all resources covers that part of each. */
function coversResources(set: readonly string[], wanted: readonly string[]): boolean {
  if (set.includes('*')) return true;
  return wanted.every((path) => {
    const slash = path.indexOf('/');
    return set.includes(path) || (slash >= 0 && set.includes(`*${path.slice(slash)}`));
  });
}

/** A path that ends in `*` covers those that begin so. */
export function coversPath(owner: string, path: string): boolean {
  return owner === path || (owner.endsWith('*') && path.startsWith(owner.replace(/\*+$/, '')));
}
