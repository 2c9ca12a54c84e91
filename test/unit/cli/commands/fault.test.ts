import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeEach(async () => {
  sim = await Sim.create();
});
afterEach(() => sim.remove());

async function withWeb(): Promise<void> {
  await sim.ok('create', 'deployment', 'web', '--image=nginx:1.25', '--replicas=1');
  await sim.ok('clock', 'advance', '10s');
}
const status = async () => (await sim.ok('get', 'pods', '--no-headers')).split(/ {2,}/)[2];

describe('sim fault', () => {
  test('container-crash: running containers crash until the fault is over', async () => {
    await withWeb();
    expect(await sim.ok('fault', 'add', 'container-crash', 'deployment/web', '--for=30s')).toBe(
      'fault/f1 added: container-crash of pods with app=web, in namespace default\n',
    );
    await sim.ok('clock', 'advance', '5s');
    expect(await status()).toBe('CrashLoopBackOff');
    expect(await sim.ok('fault', 'list')).toBe(
      'ID   FAULT             OF                                        ENDS IN\n' +
        'f1   container-crash   pods with app=web, in namespace default   25s\n',
    );
    await sim.ok('clock', 'advance', '60s');
    expect(await status()).toBe('Running');
    expect(await sim.run(['fault', 'list'])).toEqual({
      exit: 0,
      out: '',
      err: 'No faults: all goes well.\n',
    });
  });

  test('image-pull: new pods wait for their image', async () => {
    await sim.ok('fault', 'add', 'image-pull', '--image=nginx:1.25');
    await withWeb();
    expect(['ErrImagePull', 'ImagePullBackOff']).toContain(await status());
    await sim.ok('fault', 'remove', 'f1');
    await sim.ok('clock', 'advance', '2m');
    expect(await status()).toBe('Running');
  });

  test('the pods of a CronJob are those of the template in its template', async () => {
    const template = {
      metadata: { labels: { app: 'tick' } },
      spec: { restartPolicy: 'Never', containers: [{ name: 'tick', image: 'busybox' }] },
    };
    const spec = { schedule: '* * * * *', jobTemplate: { spec: { template } } };
    const manifest = `${sim.folder}/tick.json`;
    writeFileSync(
      manifest,
      JSON.stringify({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'tick' }, spec }),
    );
    await sim.ok('apply', '-f', manifest);
    expect(await sim.ok('fault', 'add', 'container-crash', 'cronjob/tick')).toBe(
      'fault/f1 added: container-crash of pods with app=tick, in namespace default\n',
    );
  });

  test('disk-full: the node says so at once, and is tainted', async () => {
    await sim.ok('fault', 'add', 'disk-full', 'node/worker-1');
    const ask = () =>
      sim.ok(
        'get',
        'node',
        'worker-1',
        '-o',
        'jsonpath={.status.conditions[1].status} {.spec.taints[*].key}',
      );
    expect(await ask()).toBe('True node.kubernetes.io/disk-pressure');
    await sim.ok('fault', 'remove', '--all');
    expect(await ask()).toBe('True node.kubernetes.io/disk-pressure');
    await sim.ok('clock', 'advance', '5m10s');
    expect(await ask()).toBe('False ');
  });

  test('node-lost stops a kubelet', async () => {
    expect(await sim.ok('fault', 'add', 'node-lost', 'node/worker-2')).toBe('node/worker-2 stopped\n');
    await sim.ok('clock', 'advance', '50s');
    expect(await sim.ok('get', 'nodes')).toMatch(/worker-2 +NotReady/);
  });

  test('node-lost for a while: the node comes back by itself', async () => {
    expect(await sim.ok('fault', 'add', 'node-lost', 'node/worker-2', '--for=2m')).toBe(
      'fault/f1 added: node-lost of node worker-2\n',
    );
    await sim.ok('clock', 'advance', '1m');
    expect(await sim.ok('get', 'nodes')).toMatch(/worker-2 +NotReady/);
    await sim.ok('clock', 'advance', '65s');
    expect(await sim.ok('get', 'nodes')).toMatch(/worker-2 +Ready/);
  });

  test('node-lost each day: lost in time, and told of in between', async () => {
    await sim.ok('fault', 'add', 'node-lost', 'node/worker-2', '--for=2h', '--every=24h');
    const heads = 'ID   FAULT       OF              ENDS IN               COMES EVERY\n';
    await sim.ok('clock', 'advance', '26h');
    expect(await sim.ok('get', 'nodes')).toMatch(/worker-2 +Ready/);
    expect(await sim.ok('fault', 'list')).toBe(
      `${heads}f1   node-lost   node worker-2   <begins in 22h0m0s>   24h0m0s\n`,
    );
    await sim.ok('clock', 'advance', '22h1m');
    expect(await sim.ok('get', 'nodes')).toMatch(/worker-2 +NotReady/);
    await sim.ok('fault', 'remove', 'f1');
    await sim.ok('clock', 'advance', '24h30s');
    expect(await sim.ok('get', 'nodes')).toMatch(/worker-2 +Ready/);
  });

  test.each([
    [
      ['add'],
      'error: say what goes wrong: image-pull, container-crash, probe-failure, disk-full, memory-low, node-lost\n',
    ],
    [
      ['add', 'flood'],
      'error: there is no fault "flood": there are image-pull, container-crash, probe-failure, disk-full, memory-low, node-lost\n',
    ],
    [
      ['add', 'image-pull'],
      'error: say of what: TYPE/NAME, --image, --container, --node, -l, or -A for everything\n',
    ],
    [['add', 'probe-failure', 'pod/nosuch'], 'Error from server (NotFound): pods "nosuch" not found\n'],
    [['add', 'probe-failure', 'web'], 'error: "web" names nothing: write TYPE/NAME, like pod/web-0\n'],
    [
      ['add', 'node-lost', 'node/worker-1', '--every=24h'],
      'error: what comes back has to end before: say with --for how long it lasts each time\n',
    ],
    [
      ['add', 'image-pull', '-A', '--for=2m', '--every=2m'],
      'error: what comes back has to end before: say with --for how long it lasts each time\n',
    ],
    [
      ['add', 'node-lost', '-A', '--for=1m'],
      'error: say which node is lost: sim fault add node-lost node/worker-1\n',
    ],
    [['remove'], 'error: say which: sim fault remove f1, or all: sim fault remove --all\n'],
    [['remove', 'f9'], 'error: there is no fault "f9": sim fault list shows them\n'],
  ])('%j says what is wrong and what to do', async (argv, err) => {
    const answer = await sim.run(['fault', ...argv]);
    expect([answer.exit, answer.err]).toEqual([1, err]);
  });
});
