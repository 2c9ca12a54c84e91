import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { foregroundOf } from '../../../src/store/disk/foreground.ts';
import { type ServingHere, servingHere } from '../../support/serving-here.ts';
import { Sim } from '../../support/sim.ts';

let sim: Sim;
let serving: ServingHere | undefined;
const serve = async (...flags: readonly string[]): Promise<void> => {
  serving = await servingHere({ SIM_STATE: sim.state }, ...flags);
};
afterEach(() => {
  serving?.end();
  serving = undefined;
  sim.remove();
});

const NO_PODS = 'No resources found in default namespace.\n';
const twoPods = /^(pod\/web-\S+\n){2}$/;

describe('while a server runs', () => {
  test('a command goes through it: what the server leaves undone stays undone', async () => {
    sim = await Sim.create({ kubelet: 'fast' });
    await serve('--without=deployment-controller');
    await sim.ok('create', 'deployment', 'web', '--image=nginx');
    expect((await sim.run(['get', 'pods'])).err).toBe(NO_PODS);
  });

  test('a command has been reacted to when it ends', async () => {
    sim = await Sim.create({ kubelet: 'fast' });
    await serve();
    await sim.ok('create', 'deployment', 'web', '--image=nginx', '--replicas=2');
    expect(await sim.ok('get', 'pods', '-o', 'name')).toMatch(twoPods);
  });

  test('what it did is on the disk when it ends', async () => {
    sim = await Sim.create({ kubelet: 'fast' });
    await serve();
    await sim.ok('create', 'configmap', 'kept');
    expect(sim.bytes()).toContain('kept');
  });

  test('commands that act on the cluster itself and those that go through it see one cluster', async () => {
    sim = await Sim.create({ kubelet: 'fast' });
    await serve();
    await sim.ok('create', 'deployment', 'web', '--image=nginx');
    await sim.ok('clock', 'advance', '90s');
    expect(await sim.ok('get', 'deployment', 'web')).toBe(
      'NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    1/1     1            1           90s\n',
    );
  });

  test('a token is shown', async () => {
    sim = await Sim.create({ kubelet: 'fast' });
    await serve('--token=secret', '--without=deployment-controller');
    await sim.ok('create', 'deployment', 'web', '--image=nginx');
    expect((await sim.run(['get', 'pods'])).err).toBe(NO_PODS);
  });

  test('names beyond ASCII arrive as they are', async () => {
    sim = await Sim.create();
    await serve();
    const { err } = await sim.run(['get', 'pods', '--as=jürgen', '--as-group=größe']);
    expect(err).toBe(
      'Error from server (Forbidden): pods is forbidden: User "jürgen" cannot list resource "pods" in API group "" in the namespace "default"\n',
    );
  });

  test('hints know its pace', async () => {
    sim = await Sim.create();
    const told = await sim.run(['create', 'deployment', 'web', '--image=nginx', '--hints=always']);
    await sim.ok('delete', 'deployment', 'web');
    await serve();
    expect(await sim.run(['create', 'deployment', 'web', '--image=nginx', '--hints=always'])).toEqual(told);
  });

  test('who asks for another pace goes by the state', async () => {
    sim = await Sim.create({ kubelet: 'fast', environment: { SIM_PACE: 'instant' } });
    await serve('--without=deployment-controller');
    await sim.ok('create', 'deployment', 'web', '--image=nginx', '--replicas=2');
    expect(await sim.ok('get', 'pods', '-o', 'name')).toMatch(twoPods);
  });
});

describe('a command goes by the state', () => {
  const announce = async (address: string): Promise<void> => {
    sim = await Sim.create({ kubelet: 'fast' });
    const foreground = foregroundOf(sim.state);
    foreground.take();
    foreground.announce({ address });
  };
  const goesByState = async (): Promise<void> => {
    await sim.ok('create', 'deployment', 'web', '--image=nginx', '--replicas=2');
    expect(await sim.ok('get', 'pods', '-o', 'name')).toMatch(twoPods);
  };

  test('when nobody is at the address', async () => {
    await announce('http://127.0.0.1:1');
    await goesByState();
  });

  test('when somebody else is there by now', async () => {
    const stranger = createServer((_, response) => response.end('{}'));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    await announce(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}`);
    await goesByState();
    stranger.close();
    stranger.closeAllConnections();
  });
});
