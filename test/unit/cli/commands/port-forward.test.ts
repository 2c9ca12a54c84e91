import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await Sim.create({ kubelet: 'fast' });
  await sim.ok('run', 'web', '--image=nginx', '--port=80');
  await sim.ok('wait', '--for=condition=Ready', 'pod/web');
  await sim.ok('create', 'role', 'reader', '--verb=get', '--resource=pods');
  await sim.ok('create', 'rolebinding', 'reading', '--role=reader', '--user=dev');
  await sim.ok('run', 'later', '--image=nginx:bogus');
});
afterAll(() => sim.remove());

/** What came of it, with `visit` made when it listens. */
async function forwarded(argv: readonly string[], visit: () => Promise<void>) {
  let visits = 0;
  sim.sleep = async () => {
    if (visits++ === 0) await visit();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return sim.run(['port-forward', ...argv]);
}

/** Code and title of a page, asked for over a connection of its own. */
const titleOf = (address: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = get(address, { agent: false }, async (answer) => {
      let text = '';
      for await (const piece of answer) text += piece;
      resolve(`${answer.statusCode} ${/<h1>(.*)<\/h1>/.exec(text)?.[1]}`);
    });
    asked.on('error', reject);
  });

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

test('port-forward leads to the pod, and ends when a connection finds nobody there', async () => {
  const [port, other] = [await freePort(), await freePort()];
  const pages: string[] = [];
  const argv = ['pod/web', `${port}:80`, `${other}:81`, '--address=127.0.0.1'];
  const { exit, out, err } = await forwarded(argv, async () => {
    for (const path of ['/', '/nope']) pages.push(await titleOf(`http://127.0.0.1:${port}${path}`));
    await expect(titleOf(`http://127.0.0.1:${other}/`)).rejects.toThrow();
  });
  expect(pages).toEqual(['200 Welcome to nginx!', '404 404 Not Found']);
  expect([exit, ...out.split('\n')]).toEqual([
    1,
    `Forwarding from 127.0.0.1:${port} -> 80`,
    `Forwarding from 127.0.0.1:${other} -> 81`,
    `Handling connection for ${port}`,
    `Handling connection for ${port}`,
    `Handling connection for ${other}`,
    '',
  ]);
  const told = err.replaceAll(/[0-9a-f]{64}/g, 'ID').replace(/cni-[^"\\]*/, 'cni-ID');
  expect(told.replace(/^E\d{4} [\d:.]+ +1 /, 'E ')).toBe(
    `E portforward.go:424] "Unhandled Error" err="an error occurred forwarding ${other} -> 81: error forwarding port 81 to pod ID, uid : failed to execute portforward in network namespace \\"/var/run/netns/cni-ID\\": failed to connect to localhost:81 inside namespace \\"ID\\", IPv4: dial tcp4 127.0.0.1:81: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found "\nerror: lost connection to pod\n`,
  );
});

test('port-forward goes on with the ports that it could listen on', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
  const { port } = taken.address() as AddressInfo;
  const other = await freePort();
  const argv = ['pod/web', `${port}:80`, `${other}:81`, '--address=127.0.0.1'];
  const { out, err } = await forwarded(argv, async () => {
    await expect(titleOf(`http://127.0.0.1:${other}/`)).rejects.toThrow();
  });
  taken.close();
  expect([out.split('\n')[0], err.split('\n')[0]]).toEqual([
    `Forwarding from 127.0.0.1:${other} -> 81`,
    `Unable to listen on port ${port}: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:${port}: bind: address already in use]`,
  ]);
});

test.each([
  {
    of: 'an address that is not there',
    argv: ['pod/web', ':80', '--address=192.0.2.1'],
    err: 'Unable to listen on port 0: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 192.0.2.1:0: bind: cannot assign requested address]\nerror: unable to listen on any of the requested ports: [{0 80}]\n',
  },
  {
    of: 'no port',
    argv: ['pod/web'],
    err: "error: TYPE/NAME and list of ports are required for port-forward\nSee 'kubectl port-forward -h' for help and examples\n",
  },
  { of: 'no pod', argv: ['pod/nope', '80'], err: 'Error from server (NotFound): pods "nope" not found\n' },
  {
    of: 'a pod that does not run',
    argv: ['pod/later', '80'],
    err: 'error: unable to forward port because pod is not running. Current status=Pending\n',
  },
  {
    of: 'who may only read',
    argv: ['pod/web', '80', '--as=dev'],
    err: 'error: error upgrading connection: pods "web" is forbidden: User "dev" cannot create resource "pods/portforward" in API group "" in the namespace "default"\n',
  },
  {
    of: 'who may not even read',
    argv: ['pod/web', '80', '--as=bob'],
    err: 'Error from server (Forbidden): pods "web" is forbidden: User "bob" cannot get resource "pods" in API group "" in the namespace "default"\n',
  },
])('port-forward refuses $of', async ({ argv, err }) => {
  expect(await sim.run(['port-forward', ...argv])).toEqual({ exit: 1, out: '', err });
});
