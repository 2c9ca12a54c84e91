import type { Reader, Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { CLOUD_LEASE, isCloudLease } from '../../kinds/coordination/lease/cloud.ts';
import { Lease } from '../../kinds/coordination/lease/kind.ts';
import type { Ref } from '../../machinery/object-meta.ts';

/** Whether a cloud is behind the cluster: its manager has the lease. */
export const hasCloud = (reader: Reader): boolean => reader.find(Lease, CLOUD_LEASE) !== undefined;

/** A cloud that comes looks at everything that has waited for it. */
export const cloudCame = (waiting: (reader: Reader) => readonly Ref[]): Trigger =>
  onChange(Lease, ({ type, object }, reader) =>
    type === 'ADDED' && isCloudLease(object.metadata) ? waiting(reader) : [],
  );
