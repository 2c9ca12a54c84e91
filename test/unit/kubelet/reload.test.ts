import { expect, test } from 'vitest';
import { Event } from '../../../src/kinds/core/event/kind.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { kubelet } from '../../../src/kubelet/kubelet.ts';
import { scheduler } from '../../../src/scheduler/scheduler.ts';
import { type SmallCluster, smallCluster } from '../../support/small-cluster.ts';

const SETTINGS = { kubelet: 'realistic' } as const;
const actors = () => [scheduler(SETTINGS), ...kubelet(SETTINGS)];

/** All sorts of pods, and things that happen to them. */
function live(small: SmallCluster, each: () => void): string {
  const container = (rest: object) => ({ containers: [{ name: 'c', image: 'busybox:1', ...rest }] });
  const cpu = (amount: string) => ({ resources: { requests: { cpu: amount } } });
  for (let index = 0; index < 6; index++)
    small.pod(`web-${index}`, container(cpu('1500m')), { labels: { app: 'web' } });
  small.pod('crash', container({ command: ['sh', '-c', 'sleep 3; exit 1'] }));
  small.pod('bad', container({ image: 'nginx:bad' }));
  small.pod('live', container({ livenessProbe: { exec: { command: ['cat', '/tmp/x'] }, periodSeconds: 3 } }));
  for (let half = 1; half < 240; half++) {
    small.at(half / 2);
    each();
    if (half === 60) small.client.delete(Pod, { namespace: 'default', name: 'web-0' });
    if (half === 90) small.pod('urgent', { ...container(cpu('1')), priorityClassName: 'urgent' });
    small.cluster.settle();
  }
  const { client } = small;
  return JSON.stringify([client.list(Pod), client.list(Node), client.list(Event)]);
}

test('the same seed gives the same cluster, however often its actors are seated anew', () => {
  const once = smallCluster(actors);
  const often = smallCluster(actors);
  const expected = live(once, () => undefined);
  expect(live(often, () => often.cluster.renew())).toBe(expected);
});
