import type { Actor, Client, Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { type Amounts, amountsOf, listOf, NONE, sum, totalOf } from '../../kinds/core/resource-amounts.ts';
import { isInScopes } from '../../kinds/core/resourcequota/evaluator.ts';
import { evaluatorOf } from '../../kinds/core/resourcequota/evaluators.ts';
import { ResourceQuota } from '../../kinds/core/resourcequota/kind.ts';
import type { AnyKind, Kind } from '../../kinds/kind.ts';
import { after, type Instant, minutes } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { type KubeObject, refOf } from '../../machinery/object-meta.ts';

/** How often every quota is counted anew (--resource-quota-sync-period): what ended without a word is noticed then. */
const RESYNC = minutes(5);

/** Counts what each quota's limits are used by; what is let in meanwhile admission adds by itself. */
export function resourceQuotaController(kinds: readonly AnyKind[]): Actor {
  return {
    name: 'resourcequota-controller',
    triggers: [newLimits, ...kinds.filter((kind) => evaluatorOf(kind) !== undefined).map(freed)],
    reconcile: (ref, { client, now }) => {
      const quota = client.find(ResourceQuota, ref);
      if (quota === undefined) return undefined;
      const hard = amountsOf(quota.spec?.hard);
      const status = { hard: listOf(hard), used: listOf(usageOf(quota, hard, client, now)) };
      if (!equalJson(quota.status ?? {}, status)) client.updateStatus(ResourceQuota, { ...quota, status });
      return { at: after(now, RESYNC), because: 'standing' };
    },
  };
}

/** A quota's own status does not wake it: it changes with every object that is let in. */
const newLimits: Trigger = onChange(ResourceQuota, ({ type, object, before }) => {
  const isOld = before !== undefined && equalJson(before.spec ?? {}, object.spec ?? {});
  return type === 'DELETED' || isOld ? [] : [refOf(object)];
});

/** What is gone, or counts for less than before, frees what quotas of the namespace had counted it for. */
function freed(kind: Kind): Trigger {
  const evaluator = evaluatorOf(kind);
  return onChange(kind, ({ type, object, before }, { list }) =>
    type === 'DELETED' || (before !== undefined && evaluator?.mayFree(object, before))
      ? list(ResourceQuota, { namespace: object.metadata.namespace ?? '' }).map(refOf)
      : [],
  );
}

function usageOf(quota: ResourceQuota, hard: Amounts, client: Client, now: Instant): Amounts {
  const names = [...hard.keys()];
  return client.kinds().reduce((total, kind) => {
    const evaluator = evaluatorOf(kind);
    const own = names.filter((name) => evaluator?.counts(name) === true);
    if (evaluator === undefined || own.length === 0) return total;
    const counted = client
      .list<KubeObject>(kind, { namespace: quota.metadata.namespace ?? '' })
      .filter((object) => isInScopes(evaluator, quota, object))
      .map((object) => evaluator.usage(object, now));
    return sum(total, totalOf(own, counted));
  }, NONE);
}
