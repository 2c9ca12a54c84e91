import type { Trigger } from '../../client/client.ts';
import { onChange } from '../../client/triggers.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import { servesDifferently, servicesOf } from './service-endpoints.ts';

/** A pod that serves otherwise than before wakes the Services of its namespace that select it, or did. */
export const podsOfServices: Trigger = onChange(Pod, ({ type, object, before }, reader) => {
  if (type === 'MODIFIED' && before !== undefined && !servesDifferently(before, object)) return [];
  const services = reader.list(Service, { namespace: object.metadata.namespace ?? '' });
  if (services.length === 0) return [];
  const now = servicesOf(object, services);
  return before === undefined || before.metadata.labels === object.metadata.labels
    ? now
    : [...now, ...servicesOf(before, services)];
});
