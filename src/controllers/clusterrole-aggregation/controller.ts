import type { Actor, Reader } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { ClusterRole } from '../../kinds/rbac/clusterrole/kind.ts';
import type { PolicyRule } from '../../kinds/rbac/types.ts';
import { equalJson } from '../../machinery/json.ts';
import { refOf } from '../../machinery/object-meta.ts';

/** Gives cluster roles with an aggregationRule the rules of those that it selects. */
export const clusterRoleAggregation: Actor = {
  name: 'clusterrole-aggregation-controller',
  triggers: [
    onChange(ClusterRole, (_change, reader) =>
      reader
        .list(ClusterRole)
        .filter(({ aggregationRule }) => aggregationRule !== undefined)
        .map(refOf),
    ),
  ],
  reconcile: (ref, { client }) => {
    const role = client.find(ClusterRole, ref);
    if (role?.aggregationRule === undefined) return undefined;
    const rules = gatheredRules(role, client);
    if (!equalJson(rules, role.rules ?? [])) client.update(ClusterRole, { ...role, rules });
    return undefined;
  },
};

/** Selector by selector, role by role in the order of their names; each rule once. */
function gatheredRules({ metadata, aggregationRule }: ClusterRole, reader: Reader): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const labels of aggregationRule?.clusterRoleSelectors ?? []) {
    const selected = reader
      .list(ClusterRole, { labels })
      .filter((one) => one.metadata.name !== metadata.name);
    for (const rule of selected.flatMap((one) => one.rules ?? []))
      if (!rules.some((known) => equalJson(known, rule))) rules.push(rule);
  }
  return rules;
}
