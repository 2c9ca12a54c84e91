import { describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

const told = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/web-[0-9a-z]+(-[0-9a-z]{5})?/g, (_, pod) => (pod ? 'POD' : 'SET')));

describe('sim reconcile', () => {
  test('says that nothing is due', async () => {
    const sim = await Sim.create();
    expect(await sim.run(['reconcile'])).toEqual({ exit: 0, out: '', err: 'Nothing is due.\n' });
    sim.remove();
  });

  test('tells who does what is due by now, and for what', async () => {
    const sim = await Sim.create({ pace: 'realtime', kubelet: 'fast' });
    await sim.ok('create', 'deployment', 'web', '--image=nginx', '--replicas=0');
    await sim.ok('node', 'stop', 'worker-1');
    sim.wall += 51_000;
    const lines = told(await sim.ok('reconcile'));
    expect(lines).toEqual([
      expect.stringMatching(
        /^09:00:50\.000 {2}node-controller +updated {2}Node worker-1: status\.conditions\[MemoryPressure\]\.status False → Unknown, /,
      ),
      '09:00:50.000  node-controller              says     Node worker-1: NodeNotReady Node worker-1 status is now: NodeNotReady',
      expect.stringMatching(/^09:00:50\.000 {2}node-controller +updated {2}Node worker-1: spec\.taints/),
      '',
    ]);
    expect(await sim.run(['reconcile'])).toEqual({ exit: 0, out: '', err: 'Nothing is due.\n' });
    sim.remove();
  });

  test('--watch goes on with what others do', async () => {
    const sim = await Sim.create({ kubelet: 'fast' });
    let looks = 0;
    sim.sleep = async () => {
      looks++;
      sim.sleep = async () => {
        throw new Error('enough');
      };
      await sim.ok('create', 'configmap', 'news');
    };
    const { out } = await sim.run(['reconcile', '--watch']);
    expect([looks, out]).toEqual([
      1,
      '09:00:00.000  (elsewhere)                  created  ConfigMap default/news\n',
    ]);
    sim.remove();
  });
});
