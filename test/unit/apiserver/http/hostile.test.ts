import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, json } from '../../../support/http.ts';
import { type Listening, listening } from '../../../support/listening.ts';
import { sendRaw } from '../../../support/raw-http.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
let server: Listening;

beforeAll(async () => {
  server = await listening(new WholeCluster());
});
afterAll(() => server.close());

const line = (method: string, path: string): string => `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
const get = (path: string) => sendRaw(server.address, [`${line('GET', path)}\r\n`]);
const statusOf = ({ code, body }: { readonly code: number; readonly body: string }): unknown => {
  const { reason, message } = JSON.parse(body);
  return [code, reason, message];
};

describe('paths', () => {
  test.each([
    [
      `${CONFIG_MAPS}/%zz`,
      400,
      'BadRequest',
      `the path "${CONFIG_MAPS}/%zz" is not encoded as a URL's has to be`,
    ],
    [`${CONFIG_MAPS}/..`, 400, 'BadRequest', `Name parameter invalid: "..": may not be '..'`],
    [`${CONFIG_MAPS}/a%2Fb`, 400, 'BadRequest', `Name parameter invalid: "a/b": may not contain '/'`],
    ['/api/v1/namespaces//configmaps', 404, 'NotFound', 'the server could not find the requested resource'],
    ['/api/v1/nonsense', 404, 'NotFound', 'the server could not find the requested resource'],
  ])('%s', async (path, code, reason, message) => {
    expect(statusOf(await get(path))).toEqual([code, reason, message]);
  });

  test.each(['//api/v1/pods', '/../etc/passwd', '/apis/nonsense/v1/pods', '/%2e%2e'])('%s', async (path) => {
    expect(await get(path)).toEqual({ code: 404, body: '404 page not found\n' });
  });
});

test.each(['OPTIONS', 'PROPFIND'])('%s is a method that nothing allows', async (method) => {
  const reply = await sendRaw(server.address, [`${line(method, CONFIG_MAPS)}\r\n`]);
  expect(statusOf(reply)).toEqual([
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  ]);
});

describe('what is no request', () => {
  test('bytes of something else', async () => {
    expect(statusOf(await sendRaw(server.address, ['\x16\x03\x01 hello\r\n\r\n']))).toEqual([
      400,
      'BadRequest',
      'the request is no HTTP',
    ]);
  });

  test('more header than anybody needs', async () => {
    const flood = Array.from({ length: 1200 }, (_, i) => `X-${i}: ${'x'.repeat(1000)}\r\n`);
    const { code } = await sendRaw(server.address, [line('GET', '/version'), ...flood, '\r\n']);
    expect(code).toBe(431);
  });
});

describe('bodies that are too long', () => {
  const MEGABYTE = 'x'.repeat(1024 * 1024);
  const tooLong = [413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728'];

  test('of a length that is told', async () => {
    const head = `${line('POST', CONFIG_MAPS)}Content-Length: ${4 * MEGABYTE.length}\r\n\r\n`;
    expect(statusOf(await sendRaw(server.address, [head, MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE]))).toEqual(
      tooLong,
    );
  });

  test('in chunks', async () => {
    const chunk = `${MEGABYTE.length.toString(16)}\r\n${MEGABYTE}\r\n`;
    const head = `${line('POST', CONFIG_MAPS)}Transfer-Encoding: chunked\r\n\r\n`;
    expect(statusOf(await sendRaw(server.address, [head, chunk, chunk, chunk, chunk, '0\r\n\r\n']))).toEqual(
      tooLong,
    );
  });

  test('without an end: the connection is closed', async () => {
    const head = `${line('POST', CONFIG_MAPS)}Content-Length: ${1000 * MEGABYTE.length}\r\n\r\n`;
    const { code } = await sendRaw(server.address, [head, ...Array.from({ length: 40 }, () => MEGABYTE)]);
    expect([0, 413]).toContain(code);
  });
});

test('a name that is not ours is turned away, a page from elsewhere as well', async () => {
  const evil = await sendRaw(server.address, ['GET /api HTTP/1.1\r\nHost: evil.example\r\n\r\n']);
  const page = await sendRaw(server.address, [`${line('GET', '/api')}Origin: http://evil.example\r\n\r\n`]);
  expect([evil.code, page.code]).toEqual([403, 403]);
});

test('a watcher that does not read is cut off, and only that one', async () => {
  const large = { metadata: { name: 'large' }, data: { text: 'x'.repeat(900_000) } };
  await ask(server, CONFIG_MAPS, json('POST', large));
  const watcher = await fetch(
    `${server.address}${CONFIG_MAPS}?watch=true&fieldSelector=metadata.name%3Dlarge`,
  );
  for (let i = 0; i < 40; i++) {
    const patch = { metadata: { annotations: { count: String(i) } } };
    await ask(server, `${CONFIG_MAPS}/large`, json('PATCH', patch, 'application/merge-patch+json'));
  }
  await expect(watcher.text()).rejects.toThrow('terminated');
  expect((await ask(server, `${CONFIG_MAPS}/large`, json('DELETE', {}))).code).toBe(200);
}, 20_000);

describe('whatever comes', () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'default',
      'pods',
      'configmaps',
      'deployments',
      'x',
    ),
    fc.constantFrom(
      'scale',
      'status',
      'log',
      'eviction',
      'watch',
      'openapi',
      'v3',
      'v2',
      'version',
      'healthz',
    ),
    fc.constantFrom('', '.', '..', '%2F', '%00', '%zz', '%ff', '__proto__', 'constructor', '\u00e9', '*'),
  );
  const path = fc.oneof(
    fc.array(segment, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`),
    fc.constantFrom(
      CONFIG_MAPS,
      '/api/v1/pods',
      '/apis/apps/v1/namespaces/default/deployments/web/scale',
      '/api',
    ),
  );
  const parameter = fc.tuple(
    fc.constantFrom(
      ...[
        'watch',
        'limit',
        'continue',
        'resourceVersion',
        'resourceVersionMatch',
        'labelSelector',
        'fieldSelector',
      ],
      ...[
        'timeoutSeconds',
        'sendInitialEvents',
        'fieldManager',
        'fieldValidation',
        'dryRun',
        'force',
        '__proto__',
      ],
    ),
    fc.oneof(
      fc.constantFrom(
        'true',
        '1',
        '-1',
        '0',
        '99999999999999999999',
        'NaN',
        'All',
        'Strict',
        'a=b',
        'a in (',
        '%',
        '',
      ),
      fc.string({ maxLength: 20 }).map(encodeURIComponentSafely),
    ),
  );
  const query = fc
    .array(parameter, { maxLength: 4 })
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map((pair) => pair.join('=')).join('&')}`));
  const types = fc.constantFrom(
    ...[
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
      'text/plain',
      '',
      ';;=',
    ],
    ...['json-patch', 'merge-patch', 'strategic-merge-patch'].map((name) => `application/${name}+json`),
    'application/apply-patch+yaml',
  );
  const accepts = fc.constantFrom(
    ...['*/*', 'application/json;as=Table;g=meta.k8s.io;v=v1', 'application/yaml', 'text/html', ',,;=', ''],
    'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  );
  const body = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc.string({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 100 }),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.concat([Buffer.from('k8s\0'), bytes])),
    fc.constantFrom(
      ...[
        '{"kind":"Pod"',
        '[{"op":"add"}]',
        '[]',
        'null',
        '{"metadata":{"name":{}}}',
        '{"__proto__":{}}',
        'a: &a [*a]',
      ],
      ...[
        '[{"op":"test","path":"/a"}]',
        '{"$patch":"nonsense"}',
        '{"spec":{"$setElementOrder/x":1}}',
        '- - -\n? :',
      ],
    ),
  );
  const methods = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');

  test('is answered, never with a fault of our own, and the server goes on', async () => {
    const request = fc.tuple(methods, path, query, types, accepts, body);
    const property = fc.asyncProperty(request, async ([method, where, asked, type, accept, sent]) => {
      const bytes = Buffer.from(sent as string);
      const head =
        line(method, where + asked) +
        `Content-Type: ${type}\r\nAccept: ${accept}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
      const reply = await sendRaw(server.address, [Buffer.from(head, 'latin1'), bytes]);
      expect(reply.code, `${method} ${where}${asked} ${reply.body}`).toBeGreaterThanOrEqual(200);
      expect(reply.code, `${method} ${where}${asked} ${reply.body}`).not.toBe(500);
    });
    await fc.assert(property, { numRuns: 250, seed: 1 });
    expect((await ask(server, '/healthz')).body).toBe('ok');
    expect((await ask(server, '/api/v1/namespaces/default')).code).toBe(200);
  }, 60_000);
});

/** Half a surrogate pair cannot be encoded. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '?'));
}
