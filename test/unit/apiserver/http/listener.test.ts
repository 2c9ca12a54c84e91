import { afterAll, beforeAll, expect, test } from 'vitest';
import { BODY_BYTES } from '../../../../src/apiserver/http/body-reader.ts';
import { type Listening, listening } from '../../../support/listening.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const world = new WholeCluster();
let server: Listening;

beforeAll(async () => {
  server = await listening(world);
});
afterAll(() => server.close());

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

interface Answer {
  readonly code: number;
  readonly body: unknown;
  readonly warning: string | null;
}

async function ask(path: string, options: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(server.address + path, options);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return {
    code: answer.status,
    body: isJson ? JSON.parse(text) : text,
    warning: answer.headers.get('warning'),
  };
}

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'application/json',
): Promise<Answer> => ask(path, { method: 'POST', body, headers: { 'Content-Type': type } });

const refusal = (code: number, reason: string, message: string): unknown => ({
  code,
  warning: null,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code },
});

test.each(['/healthz', '/livez', '/readyz'])('%s says ok', async (path) => {
  expect(await ask(path)).toEqual({ code: 200, body: 'ok', warning: null });
});

test('a path that leads nowhere is answered as text', async () => {
  expect(await ask('/nowhere')).toEqual({ code: 404, body: '404 page not found\n', warning: null });
});

test('what is posted is answered with 201 and the object', async () => {
  const { code, body } = await post(CONFIG_MAPS, '{"metadata":{"name":"made"},"data":{"a":"1"}}');
  expect({ code, body }).toMatchObject({ code: 201, body: { metadata: { name: 'made' }, data: { a: '1' } } });
});

test('YAML is read as well', async () => {
  const { code } = await post(CONFIG_MAPS, 'metadata: {name: in-yaml}\n', 'application/yaml');
  expect(code).toBe(201);
});

test('text that is no JSON is refused with its beginning', async () => {
  expect(await post(CONFIG_MAPS, '{"metadata": oops}')).toEqual(
    refusal(
      400,
      'BadRequest',
      'the object provided is unrecognized (must be of type ConfigMap): ' +
        "couldn't get version/kind; json parse error: invalid character 'o' looking for beginning of value " +
        '({"metadata": oops})',
    ),
  );
});

test('an empty body is refused', async () => {
  expect(await post(CONFIG_MAPS, '')).toEqual(
    refusal(
      400,
      'BadRequest',
      'the object provided is unrecognized (must be of type ConfigMap): ' +
        "couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
    ),
  );
});

test('a key that stands twice is warned of', async () => {
  const { warning } = await post(CONFIG_MAPS, '{"metadata":{"name":"twice"},"data":{},"data":{}}');
  expect(warning).toBe('299 - "duplicate field \\"data\\""');
});

test('a key that stands twice is refused where fields are looked at strictly', async () => {
  const { body } = await post(
    `${CONFIG_MAPS}?fieldValidation=Strict`,
    '{"metadata":{"name":"strict"},"data":{},"data":{}}',
  );
  expect(body).toMatchObject({
    message:
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data"',
  });
});

test('an unknown media type is refused', async () => {
  expect(await post(CONFIG_MAPS, 'hello', 'text/plain')).toEqual(
    refusal(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: ' +
        'application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ),
  );
});

test('a body that is too long is refused', async () => {
  expect(await post(CONFIG_MAPS, 'x'.repeat(BODY_BYTES + 1))).toEqual(
    refusal(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728'),
  );
});

test('protobuf that is none is refused', async () => {
  const type = 'application/vnd.kubernetes.protobuf';
  expect(await post(CONFIG_MAPS, 'k8s\0\xff\xff\xff\xff', type)).toMatchObject({ code: 400 });
});

test('an answer that a client has already is not sent again', async () => {
  const first = await fetch(`${server.address}/apis`);
  const tag = first.headers.get('etag') ?? '';
  const again = await fetch(`${server.address}/apis`, { headers: { 'If-None-Match': tag } });
  expect({ code: again.status, text: await again.text() }).toEqual({ code: 304, text: '' });
});

test('metadata alone is told where it is asked for', async () => {
  const Accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
  const { body } = await ask('/api/v1/namespaces/default', { headers: { Accept } });
  expect(Object.keys(body as object)).toEqual(['kind', 'apiVersion', 'metadata']);
});

test('a watch tells what there is, then what changes, a line each', async () => {
  const answer = await fetch(`${server.address}/api/v1/namespaces?watch=true`);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const lines = async (count: number): Promise<readonly string[]> => {
    while (text.split('\n').length <= count) text += (await reader?.read())?.value ?? '';
    return text
      .trim()
      .split('\n')
      .map((line) => {
        const { type, object } = JSON.parse(line);
        return `${type} ${object.metadata.name}`;
      });
  };
  const present = ['ADDED default', 'ADDED kube-node-lease', 'ADDED kube-public', 'ADDED kube-system'];
  expect(await lines(4)).toEqual(present);
  await post('/api/v1/namespaces', '{"metadata":{"name":"seen"}}');
  expect(await lines(5)).toEqual([...present, 'ADDED seen']);
  await reader?.cancel();
});

test('the Impersonate headers tell in whose name it is asked', async () => {
  const { body } = await ask('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    method: 'POST',
    body: '{}',
    headers: [
      ['Content-Type', 'application/json'],
      ['Impersonate-User', 'bob'],
      ['Impersonate-Uid', 'abc'],
      ['Impersonate-Group', 'dev'],
      ['Impersonate-Group', ',,,ops'],
      ['Impersonate-Extra-example.org%2fscopes', 'view'],
      ['Impersonate-Extra-example.org%2fscopes', 'edit'],
    ],
  });
  expect((body as { readonly status: unknown }).status).toEqual({
    userInfo: {
      username: 'bob',
      uid: 'abc',
      groups: ['dev', ',,,ops', 'system:authenticated'],
      extra: { 'example.org/scopes': ['view', 'edit'] },
    },
  });
});

test('a warning may hold any letters', async () => {
  const { code, warning } = await post(CONFIG_MAPS, '{"metadata":{"name":"letters"},"ключ":1}');
  const text = Buffer.from(warning ?? '', 'latin1').toString('utf8');
  expect([code, text]).toEqual([201, '299 - "unknown field \\"ключ\\""']);
});

test('a log is followed until its pod is gone', async () => {
  const command = ['sh', '-c', 'while true; do echo line; sleep 20; done'];
  const spec = { containers: [{ name: 'web', image: 'busybox', command }], terminationGracePeriodSeconds: 0 };
  await post('/api/v1/namespaces/default/pods', JSON.stringify({ metadata: { name: 'followed' }, spec }));
  world.pass(10);
  const log = await fetch(`${server.address}/api/v1/namespaces/default/pods/followed/log?follow=true`);
  world.pass(20);
  const path = `${server.address}/api/v1/namespaces/default/pods/followed`;
  const headers = { 'Content-Type': 'application/json' };
  await fetch(path, { method: 'DELETE', body: '{"gracePeriodSeconds":0}', headers });
  expect([log.status, await log.text()]).toEqual([200, 'line\nline\n']);
});

test.each([
  [
    'application/merge-patch+json',
    '{bad',
    "invalid character 'b' looking for beginning of object key string",
  ],
  ['application/strategic-merge-patch+json', '', 'unexpected end of JSON input'],
  ['application/json-patch+json', '[', 'unexpected end of JSON input'],
])('a patch of %s that is no JSON is refused in plain words', async (type, body, message) => {
  const { code, body: answer } = await ask('/api/v1/namespaces/default', {
    method: 'PATCH',
    body,
    headers: { 'Content-Type': type },
  });
  expect([code, answer]).toMatchObject([400, { reason: 'BadRequest', message }]);
});

test('aliases of aliases do not fill the memory', async () => {
  const levels = 'bcdefghij'.split('').map((name, i) => {
    const before = 'abcdefghi'.charAt(i);
    return `${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`;
  });
  const bomb = ['metadata: {name: bomb}', 'a: &a [x,x,x,x,x,x,x,x,x,x]', ...levels].join('\n');
  const { code, body } = await post(CONFIG_MAPS, bomb, 'application/yaml');
  expect([code, body]).toMatchObject([400, { message: expect.stringContaining('excessive aliasing') }]);
});

test('what is nested without end is refused', async () => {
  const deep = `{"metadata":{"name":"deep"},"data":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect((await post(CONFIG_MAPS, deep)).code).toBe(400);
});
