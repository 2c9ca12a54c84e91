import { parseQuantity } from '../../../machinery/quantity.ts';
import { ONE } from '../resource-amounts.ts';
import { type Evaluator, plain } from '../resourcequota/evaluator.ts';
import type { Service } from './types.ts';

const NAMES = ['services', 'count/services', 'services.nodeports', 'services.loadbalancers'];

/** How Services count towards quotas. */
export const serviceQuota: Evaluator<Service> = {
  ...plain,
  counts: (name) => NAMES.includes(name),
  usage: ({ spec }) =>
    new Map([
      ['services', ONE],
      ['count/services', ONE],
      ['services.loadbalancers', parseQuantity(spec.type === 'LoadBalancer' ? 1 : 0)],
      ['services.nodeports', parseQuantity(nodePorts(spec))],
    ]),
  mayChange: () => true,
  mayFree: ({ spec }, before) => countedType(spec.type) !== countedType(before.spec.type),
};

/** The type, where quotas count more than the Service itself. */
const countedType = (type: Service['spec']['type']): string =>
  type === 'NodePort' || type === 'LoadBalancer' ? type : '';

/** Ports that are or will be given: they are counted before they are. */
function nodePorts({ type, ports = [], allocateLoadBalancerNodePorts }: Service['spec']): number {
  if (type === 'LoadBalancer' && allocateLoadBalancerNodePorts === false)
    return ports.filter(({ nodePort = 0 }) => nodePort !== 0).length;
  return type === 'NodePort' || type === 'LoadBalancer' ? ports.length : 0;
}
