import type { Actor, Client, Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { type Amounts, amountsOf, listOf, NONE, only, sum } from '../../kinds/core/resource-amounts.ts';
import { isInScopes } from '../../kinds/core/resourcequota/evaluator.ts';
import { evaluatorOf } from '../../kinds/core/resourcequota/evaluators.ts';
import { ResourceQuota } from '../../kinds/core/resourcequota/kind.ts';
import type { AnyKind, Kind } from '../../kinds/kind.ts';
import { after, type Instant, minutes } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';
import { type KubeObject, refOf } from '../../machinery/object-meta.ts';
import { parseQuantity } from '../../machinery/quantity.ts';

/** How often every quota is counted anew (--resource-quota-sync-period): what ended without a word is noticed then. */
const RESYNC = minutes(5);

/** Counts what each quota's limits are used by; what is let in meanwhile admission adds by itself. */
export function resourceQuotaController(kinds: readonly AnyKind[]): Actor {
  return {
    name: 'resourcequota-controller',
    triggers: [newLimits, podEnded, ...kinds.filter((kind) => evaluatorOf(kind) !== undefined).map(gone)],
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

const podEnded: Trigger = onChange(Pod, ({ type, object, before }, reader) => {
  if (type !== 'MODIFIED' || before === undefined || !isCounted(before) || isCounted(object)) return [];
  return reader.list(ResourceQuota, { namespace: object.metadata.namespace ?? '' }).map(refOf);
});

const isCounted = ({ status }: Pod): boolean => status?.phase !== 'Succeeded' && status?.phase !== 'Failed';

function gone(kind: Kind): Trigger {
  return onChange(kind, ({ type, object }, reader) =>
    type === 'DELETED'
      ? reader.list(ResourceQuota, { namespace: object.metadata.namespace ?? '' }).map(refOf)
      : [],
  );
}

function usageOf(quota: ResourceQuota, hard: Amounts, client: Client, now: Instant): Amounts {
  const names = [...hard.keys()];
  return client.kinds().reduce((total, kind) => {
    const evaluator = evaluatorOf(kind);
    const own = names.filter((name) => evaluator?.counts(name) === true);
    if (evaluator === undefined || own.length === 0) return total;
    const zeros: Amounts = new Map(own.map((name) => [name, parseQuantity(0)]));
    const usage = client
      .list<KubeObject>(kind, { namespace: quota.metadata.namespace ?? '' })
      .filter((object) => isInScopes(evaluator, quota, object))
      .map((object) => only(evaluator.usage(object, now), (name) => own.includes(name)))
      .reduce(sum, zeros);
    return sum(total, usage);
  }, NONE);
}
