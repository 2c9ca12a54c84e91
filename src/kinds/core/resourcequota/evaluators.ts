import { erased, type Kind } from '../../kind.ts';
import { PersistentVolumeClaim } from '../persistentvolumeclaim/kind.ts';
import { claimQuota } from '../persistentvolumeclaim/quota.ts';
import { Pod } from '../pod/kind.ts';
import { podQuota } from '../pod/quota.ts';
import { ONE } from '../resource-amounts.ts';
import { Service } from '../service/kind.ts';
import { serviceQuota } from '../service/quota.ts';
import { type Evaluator, plain } from './evaluator.ts';

const OWN = new Map<Kind, Evaluator>([
  [erased(Pod), podQuota as Evaluator],
  [erased(Service), serviceQuota as Evaluator],
  [erased(PersistentVolumeClaim), claimQuota as Evaluator],
]);

/** Kinds that quotas knew by their bare names before there was `count/`. */
const BARE = ['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas'];

/** How a kind's objects count towards quotas: most just by being there. Events never do. */
export function evaluatorOf(kind: Kind): Evaluator | undefined {
  if (kind.scope === 'Cluster' || kind.plural === 'events') return undefined;
  const found = OWN.get(kind) ?? byCount(kind);
  OWN.set(kind, found);
  return found;
}

function byCount({ group, plural }: Kind): Evaluator {
  const count = `count/${group === '' ? plural : `${plural}.${group}`}`;
  const names = group === '' && BARE.includes(plural) ? [count, plural] : [count];
  const usage = new Map(names.map((name) => [name, ONE]));
  return { ...plain, counts: (name) => names.includes(name), usage: () => usage };
}
