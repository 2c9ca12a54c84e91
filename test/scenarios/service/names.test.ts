import { describe, expect, test } from 'vitest';
import { StatefulSet } from '../../../src/kinds/apps/statefulset/kind.ts';
import { Service } from '../../../src/kinds/core/service/kind.ts';
import { erased } from '../../../src/kinds/kind.ts';
import { addressesIn, clusterResolver, lookUp } from '../../../src/network/dns/resolver.ts';
import { STEADY, WholeCluster } from '../../support/whole-cluster.ts';

/** web-0 under the headless service `svc`: it is ready 20 seconds after its start. */
function webAt(second: number, service: object = {}): WholeCluster {
  const whole = new WholeCluster({ durations: STEADY });
  const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 5 };
  const template = {
    metadata: { labels: { app: 'web' }, annotations: { 'sim.local/behaviour': 'ready after 20s' } },
    spec: { containers: [{ name: 'web', image: 'nginx:1.27', readinessProbe: probe }] },
  };
  whole.create(
    {
      kind: erased(Service),
      metadata: { namespace: 'default', name: 'svc' },
      ...({ spec: { clusterIP: 'None', selector: { app: 'web' }, ...service } } as object),
    },
    {
      kind: erased(StatefulSet),
      metadata: { namespace: 'default', name: 'web' },
      ...({ spec: { serviceName: 'svc', selector: { matchLabels: { app: 'web' } }, template } } as object),
    },
  );
  whole.passTo(second);
  return whole;
}

/** How many addresses the name has, and whether it is that of the pod. */
function found(whole: WholeCluster, name: string) {
  const lookup = lookUp(name, 'A', clusterResolver('default'), { reader: whole.client, at: 'now' });
  return addressesIn(lookup).length === 0 ? lookup.answer.code : addressesIn(lookup);
}

const FULL = 'web-0.svc.default.svc.cluster.local';

describe('SP-57 the name of a pod of a StatefulSet', () => {
  test('there is none before the pod is ready', () => {
    const whole = webAt(15);
    expect(whole.pod('web-0').status?.phase).toBe('Running');
    expect([found(whole, FULL), found(whole, 'svc.default')]).toEqual(['NXDOMAIN', 'NXDOMAIN']);
  });

  test('there is one while the pod is ready', () => {
    const whole = webAt(40);
    const address = [whole.pod('web-0').status?.podIP];
    expect([found(whole, FULL), found(whole, 'svc.default')]).toEqual([address, address]);
  });

  test('with publishNotReadyAddresses there is one as soon as the pod has an address', () => {
    const whole = webAt(15, { publishNotReadyAddresses: true });
    expect(found(whole, FULL)).toEqual([whole.pod('web-0').status?.podIP]);
  });
});
