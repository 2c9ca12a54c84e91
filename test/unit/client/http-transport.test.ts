import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpTransport, type HttpTransport } from '../../../src/client/http-transport.ts';
import type { ApiRequest } from '../../../src/client/transport.ts';

const GET: ApiRequest = { method: 'GET', path: '/api/v1/pods', query: {}, accept: 'json' };
const CLOCK = { 'Sim-Clock': '1767603600123', 'Sim-Pace': 'manual' };

let server: Server;
const asked: string[] = [];
afterEach(() => {
  server.close();
  server.closeAllConnections();
  asked.length = 0;
});

/** A transport to a server that answers so, and notes what it is asked. */
async function transportTo(answer: RequestListener): Promise<HttpTransport> {
  server = createServer((message, response) => {
    asked.push(`${message.method} ${message.url}`);
    answer(message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createHttpTransport({ address: `http://127.0.0.1:${port}`, rows: 'lean' }, () =>
    asked.push('saved'),
  );
}

const json = (body: unknown) => ({
  head: { ...CLOCK, 'Content-Type': 'application/json' },
  text: JSON.stringify(body),
});

test('an answer is its code, what its JSON means, its warnings, and the clock to the millisecond', async () => {
  const { head, text } = json({ kind: 'PodList' });
  const transport = await transportTo((_, response) => {
    response.writeHead(200, { ...head, Warning: ['299 - "one \\"a\\""', '299 - "two"'] }).end(text);
  });
  expect([await transport.send(GET), transport.pace(), transport.now()]).toEqual([
    { code: 200, body: { kind: 'PodList' }, warnings: ['one "a"', 'two'], date: 1767603600123 },
    'manual',
    1767603600123,
  ]);
});

test('an answer that is no JSON is its text', async () => {
  const transport = await transportTo((_, response) => {
    response.writeHead(200, { ...CLOCK, 'Content-Type': 'text/plain' }).end('a line\n');
  });
  expect((await transport.send(GET)).body).toBe('a line\n');
});

test('who has written says when he has ended; who has read has nothing to say', async () => {
  const transport = await transportTo((_, response) => {
    response.writeHead(200, CLOCK).end();
  });
  await transport.send(GET);
  await transport.end();
  await transport.send({ ...GET, method: 'DELETE', path: '/api/v1/namespaces/a/pods/b' });
  await transport.end();
  expect(asked).toEqual(['GET /api/v1/pods', 'DELETE /api/v1/namespaces/a/pods/b', 'POST /sim/checkpoint']);
});

test.each([
  ['waits moves the clock: what happened meanwhile is to be saved', 'wait', ['POST /sim/checkpoint']],
  ['follows leaves that to the server', 'follow', []],
] as const)('a watch that %s', async (_, patience, then) => {
  const transport = await transportTo((message, response) => {
    const isWatch = message.method === 'GET';
    const { head, text } = json(isWatch ? { events: [], over: true } : {});
    response.writeHead(200, head).end(text);
  });
  for await (const event of transport.watch(GET, patience)) asked.push(event.type);
  await transport.end();
  expect(asked).toEqual(['GET /api/v1/pods', ...then]);
});

test('a watch asks for part after part, and shows what was said when there is nothing to tell', async () => {
  const object = { metadata: { name: 'web' } };
  const parts = [
    { events: [{ type: 'ADDED', object }], over: false },
    { events: [], over: false },
    { events: [{ type: 'DELETED', object }], over: true },
  ];
  const transport = await transportTo((_, response) => {
    const { head, text } = json(parts.shift());
    response.writeHead(200, head).end(text);
  });
  const types: string[] = [];
  for await (const { type } of transport.watch(GET, 'follow')) types.push(type);
  expect([types, asked]).toEqual([
    ['ADDED', 'DELETED'],
    ['GET /api/v1/pods', 'GET /api/v1/pods', 'saved', 'GET /api/v1/pods'],
  ]);
});

test('a server that is gone is told of by its address', async () => {
  const transport = await transportTo((message) => message.socket.destroy());
  const { port } = server.address() as AddressInfo;
  await expect(transport.send(GET)).rejects.toThrow(
    `the server at http://127.0.0.1:${port} is gone: socket hang up`,
  );
});

test('a server that does not tell the clock is none of ours', async () => {
  const transport = await transportTo((_, response) => {
    response.end('{}');
  });
  expect(await transport.greet(GET)).toBeUndefined();
});
