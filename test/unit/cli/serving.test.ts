import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, json, Watching } from '../../support/http.ts';
import { Program, type Started } from '../../support/processes.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let program: Program;
let serving: Started;
let server: { readonly address: string };

const addressIn = (said: string): string => /Serving on (http:\S+)/.exec(said)?.[1] ?? '';

beforeAll(async () => {
  program = new Program();
  await program.ok('cluster', 'create', '--kubelet=fast', '--seed=1');
  await program.ok('create', 'deployment', 'web', '--image=nginx');
  serving = program.start('serve');
  await serving.says('KUBECONFIG=');
  server = { address: addressIn(serving.said()) };
}, 120_000);
afterAll(() => {
  serving.child.kill('SIGKILL');
  program.remove();
});

const replicas = async (): Promise<number> =>
  ((await ask(server, `${DEPLOYMENTS}/web`)).body as { readonly spec: { readonly replicas: number } }).spec
    .replicas;

describe('sim serve and commands at the same state', () => {
  test('the kubeconfig beside the state leads to it', () => {
    expect(JSON.parse(readFileSync(`${program.state}.kubeconfig`, 'utf8'))).toMatchObject({
      clusters: [{ cluster: { server: server.address } }],
      'current-context': 'sim',
    });
  });

  test('a client sees at once what a command has done', async () => {
    await program.ok('scale', 'deployment/web', '--replicas=3');
    expect(await replicas()).toBe(3);
  }, 20_000);

  test('a command sees at once what a client has done', async () => {
    await ask(server, CONFIG_MAPS, json('POST', { metadata: { name: 'made' } }));
    expect(await program.ok('get', 'configmap', 'made', '-o', 'name')).toBe('configmap/made\n');
  }, 20_000);

  test('a watch over HTTP tells of what a command does', async () => {
    const watching = await Watching.open(
      server,
      `${CONFIG_MAPS}?watch=true&fieldSelector=metadata.name%3Dwatched`,
    );
    await program.ok('create', 'configmap', 'watched');
    expect(await watching.names(1)).toEqual(['ADDED watched']);
    await watching.close();
  }, 20_000);

  test('four clients and a command that write at once lose nothing', async () => {
    const client = async (row: string): Promise<void> => {
      for (let i = 1; i <= 10; i++) {
        const { code } = await ask(server, CONFIG_MAPS, json('POST', { metadata: { name: `${row}-${i}` } }));
        const patch = { metadata: { annotations: { [`${row}-${i}`]: 'done' } } };
        const patched = await ask(
          server,
          `${DEPLOYMENTS}/web`,
          json('PATCH', patch, 'application/merge-patch+json'),
        );
        expect([code, patched.code]).toEqual([201, 200]);
      }
    };
    const command = async (): Promise<void> => {
      for (const count of [5, 4, 6]) await program.ok('scale', 'deployment/web', `--replicas=${count}`);
    };
    await Promise.all([...['a', 'b', 'c', 'd'].map(client), command()]);
    const { body } = await ask(server, CONFIG_MAPS);
    const names = (
      body as { readonly items: readonly { readonly metadata: { readonly name: string } }[] }
    ).items
      .map(({ metadata }) => metadata.name)
      .filter((name) => /^[a-d]-\d+$/.test(name));
    const deployment = JSON.parse(await program.ok('get', 'deployment', 'web', '-o', 'json'));
    const noted = Object.keys(deployment.metadata.annotations).filter((name) => /^[a-d]-\d+$/.test(name));
    expect([names.length, noted.length, deployment.spec.replicas]).toEqual([40, 40, 6]);
  }, 60_000);
});

describe('what cannot be served', () => {
  test('a cluster that is served already: it says what to do', async () => {
    const { exit, err } = await program.start('serve').done;
    expect([exit, err]).toEqual([
      1,
      `error: another process runs the cluster in ${program.state} (sim serve or sim reconcile --watch): ` +
        `use it with KUBECONFIG=${program.state}.kubeconfig, end it, or serve another cluster with --state\n`,
    ]);
  }, 20_000);

  test('a port that is taken', async () => {
    const { port } = new URL(server.address);
    const { exit, err } = await program.start('serve', `--port=${port}`, `--state=${program.state}.other`)
      .done;
    expect([exit, err]).toEqual([
      1,
      `error: cannot listen on 127.0.0.1:${port}: ` +
        'the port is taken: choose another with --port, or let 0 find a free one\n',
    ]);
  }, 20_000);

  test('addresses beyond loopback without a token', async () => {
    const { exit, err } = await program.start('serve', '--address=0.0.0.0', `--state=${program.state}.other`)
      .done;
    expect([exit, err.split('\n')[0]]).toEqual([
      1,
      'error: listening on 0.0.0.0 needs a token: --token=SECRET',
    ]);
  }, 20_000);
});

test('with a token nobody comes in without it, by whatever name they call', async () => {
  const guarded = program.start(
    'serve',
    '--address=0.0.0.0',
    '--token=secret',
    `--state=${program.state}.third`,
  );
  await guarded.says('KUBECONFIG=');
  const other = { address: addressIn(guarded.said()) };
  const codes = [
    await ask(other, '/api/v1/nodes'),
    await ask(other, '/api/v1/nodes', { headers: { Authorization: 'Bearer wrong' } }),
    await ask(other, '/api/v1/nodes', { headers: { Authorization: 'Bearer secret' } }),
  ].map(({ code }) => code);
  guarded.child.kill('SIGKILL');
  expect(codes).toEqual([401, 401, 200]);
}, 20_000);

test('interrupted it ends well, with everything saved', async () => {
  await ask(server, CONFIG_MAPS, json('POST', { metadata: { name: 'last' } }));
  serving.child.kill('SIGINT');
  const { exit, err } = await serving.done;
  expect([exit, err]).toEqual([0, '']);
  expect(await program.ok('get', 'configmap', 'last', '-o', 'name')).toBe('configmap/last\n');
}, 20_000);
