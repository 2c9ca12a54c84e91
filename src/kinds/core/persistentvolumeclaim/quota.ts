import { equalJson } from '../../../machinery/json.ts';
import { compareQuantity, parseQuantity, type Quantity, roundUp } from '../../../machinery/quantity.ts';
import { ONE } from '../resource-amounts.ts';
import { type Evaluator, plain } from '../resourcequota/evaluator.ts';
import type { PersistentVolumeClaim } from './types.ts';

const NAMES = ['persistentvolumeclaims', 'requests.storage'];
const OF_CLASS = '.storageclass.storage.k8s.io/';
const OLD_CLASS = 'volume.beta.kubernetes.io/storage-class';

/** How claims count towards quotas, altogether and by their class. */
export const claimQuota: Evaluator<PersistentVolumeClaim> = {
  ...plain,
  counts: (name) =>
    name === 'count/persistentvolumeclaims' ||
    NAMES.some((own) => name === own || name.endsWith(`${OF_CLASS}${own}`)),
  usage: (claim) => {
    const amounts = new Map<string, Quantity>([['count/persistentvolumeclaims', ONE]]);
    const { metadata, spec } = claim;
    const storageClass = metadata.annotations?.[OLD_CLASS] ?? spec.storageClassName ?? '';
    for (const start of storageClass === '' ? [''] : ['', `${storageClass}${OF_CLASS}`]) {
      amounts.set(`${start}persistentvolumeclaims`, ONE);
      const storage = storageOf(claim);
      if (storage !== undefined) amounts.set(`${start}requests.storage`, storage);
    }
    return amounts;
  },
  mayChange: () => true,
  mayFree: ({ status }, before) => !equalJson(status?.allocatedResources, before.status?.allocatedResources),
};

/** What is asked for, or what has been given where that is more; in whole bytes. */
function storageOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const asked = spec.resources?.requests?.['storage'];
  if (asked === undefined) return undefined;
  const given = status?.allocatedResources?.['storage'];
  const [ask, got] = [parseQuantity(asked), parseQuantity(given ?? 0)];
  return roundUp(compareQuantity(got, ask) > 0 ? got : ask, 0);
}
