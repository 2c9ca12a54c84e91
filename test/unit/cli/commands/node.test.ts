import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await Sim.create();
});
afterEach(() => sim.remove());

const column = async (at: number) =>
  (await sim.ok('node', 'list'))
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(/ {2,}/)[at]);

describe('sim node', () => {
  test('list shows the nodes and how full they are', async () => {
    expect(await sim.ok('node', 'list')).toBe(
      'NAME            STATUS   KUBELET   ROLES           PODS    CPU   MEMORY   AGE\n' +
        'control-plane   Ready    running   control-plane   0/110   0/4   0/8Gi    0s\n' +
        'worker-1        Ready    running   <none>          0/110   0/4   0/8Gi    0s\n' +
        'worker-2        Ready    running   <none>          0/110   0/4   0/8Gi    0s\n',
    );
  });

  test('add lets nodes join as they were wished, each with an address of its own', async () => {
    expect(
      await sim.ok(
        'node',
        'add',
        'big',
        'bigger',
        '--cpu=16',
        '--memory=64Gi',
        '--labels=disk=ssd',
        '--taints=a=b:NoSchedule',
      ),
    ).toBe('node/big added\nnode/bigger added\n');
    const path =
      '{range .items[*]}{.metadata.name} {.status.capacity.cpu} {.status.addresses[0].address} {.spec.podCIDR} {.metadata.labels.disk} {.spec.taints[*].key}{"\\n"}{end}';
    expect(await sim.ok('get', 'nodes', 'big', 'bigger', '-o', `jsonpath=${path}`)).toBe(
      'big 16 192.168.1.13 10.244.3.0/24 ssd a\nbigger 16 192.168.1.14 10.244.4.0/24 ssd a\n',
    );
  });

  test('an address is never given to a second node', async () => {
    await sim.ok('node', 'add', 'first');
    await sim.ok('node', 'remove', 'first');
    await sim.ok('node', 'add', 'second');
    expect(await sim.ok('get', 'node', 'second', '-o', 'jsonpath={.spec.podCIDR}')).toBe('10.244.4.0/24');
  });

  test('a daemon set fills a node that joins', async () => {
    await sim.ok('create', 'deployment', 'web', '--image=nginx', '--replicas=1');
    await sim.ok('node', 'add', 'third');
    await sim.ok('clock', 'advance', '1s');
    expect(await column(0)).toEqual(['control-plane', 'third', 'worker-1', 'worker-2']);
  });

  test('stop and start: the node is lost after 50 seconds and comes back', async () => {
    expect(await sim.ok('node', 'stop', 'worker-1')).toBe('node/worker-1 stopped\n');
    expect(await sim.ok('node', 'stop', 'worker-1')).toBe('node/worker-1 already stopped\n');
    expect([await column(1), await column(2)]).toEqual([
      ['Ready', 'Ready', 'Ready'],
      ['running', 'stopped', 'running'],
    ]);
    await sim.ok('clock', 'advance', '50s');
    expect(await column(1)).toEqual(['Ready', 'NotReady', 'Ready']);
    expect(await sim.ok('node', 'start', 'worker-1')).toBe('node/worker-1 started\n');
    expect(await sim.ok('node', 'start', 'worker-1')).toBe('node/worker-1 already started\n');
    expect(await column(1)).toEqual(['Ready', 'Ready', 'Ready']);
  });

  test('remove takes the node away', async () => {
    expect(await sim.ok('node', 'remove', 'worker-2')).toBe('node/worker-2 removed\n');
    expect(await column(0)).toEqual(['control-plane', 'worker-1']);
  });

  test.each([
    [['node'], 'error: say what to do: sim node add|remove|stop|start|list\n'],
    [
      ['node', 'dance'],
      'error: unknown command "dance" for "sim node": it knows add, remove, stop, start, list\n',
    ],
    [['node', 'stop'], 'error: say which node: sim node stop NAME\n'],
    [['node', 'stop', 'nosuch'], 'Error from server (NotFound): nodes "nosuch" not found\n'],
    [['node', 'add', 'worker-1'], 'Error from server (AlreadyExists): nodes "worker-1" already exists\n'],
    [['node', 'add', 'x', '--labels=a'], 'error: "a" is no label: write key=value\n'],
    [
      ['node', 'add', 'x', '--taints=a=b'],
      'error: "a=b" is no taint: write key=value:effect, where the effect is NoSchedule, PreferNoSchedule, NoExecute\n',
    ],
  ])('%j says what is wrong and what to do', async (argv, err) => {
    const answer = await sim.run(argv);
    expect([answer.exit, answer.err]).toEqual([1, err]);
  });
});
