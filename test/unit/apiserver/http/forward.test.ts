import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RequestReader, written } from '../../../../src/apiserver/http/streams/forward/conversation.ts';
import { dataFrames, FrameReader } from '../../../../src/apiserver/http/streams/spdy/frames.ts';
import { Pod } from '../../../../src/kinds/core/pod/kind.ts';
import { Service } from '../../../../src/kinds/core/service/kind.ts';
import { type Listening, listening } from '../../../support/listening.ts';
import { opening } from '../../../support/spdy.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const world = new WholeCluster();
let server: Listening;

beforeAll(async () => {
  const labels = { app: 'web' };
  const spec = { containers: [{ name: 'c', image: 'nginx' }] };
  world.client.create(Pod, { metadata: { name: 'web', namespace: 'default', labels }, spec } as never);
  const nowhere = { ...spec, nodeSelector: { nobody: 'has' } };
  world.client.create(Pod, { metadata: { name: 'far', namespace: 'default' }, spec: nowhere } as never);
  service('plain', { selector: labels, ports: [{ port: 8080, targetPort: 80 }] });
  service('named', {
    selector: labels,
    ports: [
      { name: 'http', port: 80 },
      { name: 'odd', port: 81 },
    ],
  });
  service('lonely', { selector: { app: 'nobody' }, ports: [{ port: 80 }] });
  service('elsewhere', { type: 'ExternalName', externalName: 'example.com' });
  world.pass(30);
  server = await listening(world);
});
afterAll(() => server.close());

function service(name: string, spec: object): void {
  world.client.create(Service, { metadata: { name, namespace: 'default' }, spec } as never);
}

/** Asks for a connection of another kind, and gives what it hears of it. */
function upgraded(lines: readonly string[], onHeard: (bytes: Buffer, socket: Socket) => void): Promise<void> {
  const { hostname, port } = new URL(server.address);
  const socket = connect(Number(port), hostname);
  const path = '/api/v1/namespaces/default/pods/web/portforward';
  return new Promise((resolve) => {
    socket.on('data', (bytes) => onHeard(bytes, socket));
    socket.on('close', () => resolve());
    const head = [`GET ${path} HTTP/1.1`, `Host: ${hostname}`, 'Connection: Upgrade', ...lines];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
  });
}

/** What comes back over the streams of one connection: errors, and what is said. */
async function forwarded(port: number, text: string): Promise<Readonly<Record<number, string>>> {
  const about = { port: String(port), requestid: '0' };
  const frames = new FrameReader();
  const heard: Record<number, string> = { 1: '', 3: '' };
  const over = new Set<number>();
  let isOpen = false;
  await upgraded(['Upgrade: SPDY/3.1', 'X-Stream-Protocol-Version: portforward.k8s.io'], (bytes, socket) => {
    if (!isOpen) {
      isOpen = true;
      const said = dataFrames(3, Buffer.from(text), false);
      socket.write(
        Buffer.concat([
          opening(1, { streamtype: 'error', ...about }),
          opening(3, { streamtype: 'data', ...about }),
          said,
        ]),
      );
      return;
    }
    for (const frame of frames.read(bytes)) {
      if (frame.type !== 'data') continue;
      heard[frame.stream] = (heard[frame.stream] ?? '') + frame.bytes.toString();
      if (frame.isLast) over.add(frame.stream);
    }
    if (over.size === 2) socket.end();
  });
  return heard;
}

describe('port-forward', () => {
  test('leads to the server of the pod; requests come in any pieces, one after another', async () => {
    const heard = await forwarded(
      80,
      'GET /nope HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n',
    );
    expect([heard[1], heard[3]?.match(/HTTP\/1.1 .*/g), heard[3]?.includes('Welcome to nginx!')]).toEqual([
      '',
      ['HTTP/1.1 404 Not Found', 'HTTP/1.1 200 OK'],
      true,
    ]);
  });

  test('leaves pages as they are, where a proxy has their links lead through it', async () => {
    const command = ['sh', '-c', 'echo "<a href=/x>" > /usr/share/nginx/html/links.html'];
    const pod = '/api/v1/namespaces/default/pods/web';
    world.cluster.api.handle({
      method: 'POST',
      path: `${pod}/exec`,
      query: {},
      accept: 'json',
      body: { command },
    });
    const heard = await forwarded(80, 'GET /links.html HTTP/1.1\r\nConnection: close\r\n\r\n');
    const proxied = await fetch(`${server.address}${pod}/proxy/links.html`);
    expect([heard[3]?.split('\r\n\r\n')[1], await proxied.text()]).toEqual([
      '<a href=/x>\n',
      `<a href="${pod}/proxy/x">\n`,
    ]);
  });

  test('says that nothing listens', async () => {
    const heard = await forwarded(81, '');
    expect([heard[1]?.replaceAll(/[0-9a-f]{64}/g, 'ID').replace(/cni-[^"]*/, 'cni-ID'), heard[3]]).toEqual([
      'error forwarding port 81 to pod ID, uid : failed to execute portforward in network namespace "/var/run/netns/cni-ID": failed to connect to localhost:81 inside namespace "ID", IPv4: dial tcp4 127.0.0.1:81: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found ',
      '',
    ]);
  });
});

test.each([
  { of: 'a pod that is not there', pod: 'nope', code: 404, says: 'pods "nope" not found' },
  { of: 'a pod without a node', pod: 'far', code: 400, says: 'pod far does not have a host assigned' },
  { of: 'who asks for no stream', pod: 'web', code: 400, says: 'Upgrade request required' },
])('port-forward refuses $of', async ({ pod, code, says }) => {
  const answer = await fetch(`${server.address}/api/v1/namespaces/default/pods/${pod}/portforward`, {
    method: 'POST',
  });
  expect([answer.status, ((await answer.json()) as { message: string }).message]).toEqual([code, says]);
});

test('port-forward is refused before there is a stream', async () => {
  let heard = '';
  const lines = [
    'Upgrade: SPDY/3.1',
    'X-Stream-Protocol-Version: portforward.k8s.io',
    'Impersonate-User: dev',
  ];
  await upgraded(lines, (bytes) => {
    heard += bytes.toString();
  });
  expect(heard.split('\r\n')[0]).toBe('HTTP/1.1 403 Forbidden');
});

test('kubectl since 1.31 has SPDY within a WebSocket', async () => {
  let heard = '';
  const lines = [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io',
  ];
  await upgraded(lines, (bytes, socket) => {
    heard += bytes.toString();
    socket.end();
  });
  expect([heard.split('\r\n')[0], heard.match(/Sec-WebSocket-Protocol: .*/)?.[0]]).toEqual([
    'HTTP/1.1 101 Switching Protocols',
    'Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io',
  ]);
});

// What the API server says, as pod.ResourceLocation and service.ResourceLocation decide.
const REFUSED = 'error trying to reach service: dial tcp IP:81: connect: connection refused';
const WELCOME = '<h1>Welcome to nginx!</h1>';

// biome-ignore format: one case a line
test.each([
  { path: 'pods/web/proxy/', code: 200, says: WELCOME },
  { path: 'pods/web:80/proxy/', code: 200, says: WELCOME },
  { path: 'pods/http:web:80/proxy/', code: 200, says: WELCOME },
  { path: 'pods/http:web:/proxy/', code: 200, says: WELCOME },
  { path: 'pods/web:http/proxy/', code: 200, says: WELCOME },
  { path: 'pods/web/proxy', code: 200, says: WELCOME },
  { path: 'pods/web/proxy/nope', code: 404, says: '<h1>404 Not Found</h1>' },
  { path: 'pods/web:foo/proxy/', code: 503, says: 'error trying to reach service: dial tcp: lookup tcp/foo: unknown port' },
  { path: 'pods/web:81/proxy/', code: 503, says: REFUSED },
  { path: 'pods/https:web:80/proxy/', code: 503, says: 'error trying to reach service: http: server gave HTTP response to HTTPS client' },
  { path: 'pods/ftp:web:80/proxy/', code: 400, says: 'invalid pod request "ftp:web:80"' },
  { path: 'pods/nope/proxy/', code: 404, says: 'pods "nope" not found' },
  { path: 'services/plain/proxy/', code: 200, says: WELCOME },
  { path: 'services/plain:8080/proxy/', code: 200, says: WELCOME },
  { path: 'services/http:plain:/proxy/', code: 200, says: WELCOME },
  { path: 'services/plain:80/proxy/', code: 503, says: 'no service port 80 found for service "plain"' },
  { path: 'services/http:named:http/proxy/', code: 200, says: WELCOME },
  { path: 'services/named:80/proxy/', code: 200, says: WELCOME },
  { path: 'services/named:odd/proxy/', code: 503, says: REFUSED },
  { path: 'services/named/proxy/', code: 503, says: 'no endpoints available for service "named"' },
  { path: 'services/named:nope/proxy/', code: 503, says: 'no endpoints available for service "named:nope"' },
  { path: 'services/lonely/proxy/', code: 503, says: 'no endpoints available for service "lonely"' },
  { path: 'services/elsewhere/proxy/', code: 404, says: 'endpoints "elsewhere" not found' },
  { path: 'services/nope/proxy/', code: 404, says: 'endpoints "nope" not found' },
  { path: 'services/nope:80/proxy/', code: 404, says: 'services "nope" not found' },
  { path: 'services/a:b:c/proxy/', code: 400, says: 'invalid service request "a:b:c"' },
])('$path: $code $says', async ({ path, code, says }) => {
  const answer = await fetch(`${server.address}/api/v1/namespaces/default/${path}`);
  const text = await answer.text();
  const title = /<h1>.*<\/h1>/.exec(text)?.[0];
  const said = title ?? JSON.parse(text).message.replace(/10\.[\d.]+/, 'IP');
  expect([answer.status, said]).toEqual([code, says]);
});

test('the first page of a server behind the proxy has an address that links can begin at', async () => {
  const path = '/api/v1/namespaces/default/services/plain/proxy';
  const { status, headers } = await fetch(`${server.address}${path}?a=b`, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([301, `${path}/?a=b`]);
});

test('what is sent to a server behind the proxy is no object of the API', async () => {
  const path = '/api/v1/namespaces/default/services/plain/proxy/';
  const answer = await fetch(`${server.address}${path}`, {
    method: 'POST',
    body: new URLSearchParams('a=b'),
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([405, 'text/html']);
});

test('what is sent along is passed over; a head alone has no body', () => {
  const reader = new RequestReader();
  const pieces = ['POST /a HTTP/1.1\r\nContent-Length: 3\r\n', '\r\nab', 'cHEAD /b HTTP/1.0\r\n\r\n'];
  const found = pieces.flatMap((piece) => reader.read(Buffer.from(piece)));
  expect(found).toEqual([
    { method: 'POST', path: '/a', staysOpen: true },
    { method: 'HEAD', path: '/b', staysOpen: false },
  ]);
  const text = Buffer.from(
    written({ method: 'HEAD', path: '/b', staysOpen: false }, 200, 'page', 'now'),
  ).toString();
  expect(text).toBe(
    'HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\n',
  );
});
