import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, json } from '../../../support/http.ts';
import { type Listening, listening } from '../../../support/listening.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const CONFIG_MAPS = '/api/v1/namespaces/pages/configmaps';
const world = new WholeCluster();
let server: Listening;

const add = (name: string) =>
  ask(server, CONFIG_MAPS, json('POST', { metadata: { name, labels: { name } } }));

beforeAll(async () => {
  server = await listening(world);
  await ask(server, '/api/v1/namespaces', json('POST', { metadata: { name: 'pages' } }));
  for (const name of ['a', 'b', 'c', 'd']) await add(name);
});
afterAll(() => server.close());

interface List {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

async function list(query: string, path = CONFIG_MAPS): Promise<List> {
  return (await ask(server, `${path}?${query}`)).body as List;
}
const namesOf = ({ items }: List) =>
  items.map(({ metadata }) => metadata.name).filter((name) => name.length === 1);

async function refusal(query: string): Promise<unknown> {
  const { code, body } = await ask(server, `${CONFIG_MAPS}?${query}`);
  const { message, reason } = body as { readonly message: string; readonly reason: string };
  return [code, reason, message];
}

describe('a list in pages', () => {
  test('each tells how many remain and where the next begins', async () => {
    const first = await list('limit=2');
    expect([namesOf(first), first.metadata.remainingItemCount]).toEqual([['a', 'b'], 3]);
    const rest = await list(`limit=4&continue=${first.metadata.continue}`);
    expect([namesOf(rest), rest.metadata.continue, rest.metadata.remainingItemCount]).toEqual([
      ['c', 'd'],
      undefined,
      undefined,
    ]);
  });

  test('the token says in the words of upstream where it leads', async () => {
    const { metadata } = await list('limit=2');
    expect(JSON.parse(Buffer.from(metadata.continue ?? '', 'base64url').toString())).toEqual({
      v: 'meta.k8s.io/v1',
      rv: Number(metadata.resourceVersion),
      start: 'b\0',
    });
  });

  test('later pages show what was there when the first was read', async () => {
    const first = await list('limit=1');
    await add('e');
    await ask(server, `${CONFIG_MAPS}/c`, json('DELETE', {}));
    const rest = await list(`continue=${first.metadata.continue}`);
    expect([namesOf(rest), rest.metadata.resourceVersion]).toEqual([
      ['b', 'c', 'd'],
      first.metadata.resourceVersion,
    ]);
    await ask(server, `${CONFIG_MAPS}/e`, json('DELETE', {}));
    await add('c');
  });

  test('with a selector nobody is told how many remain', async () => {
    const page = await list('limit=1&labelSelector=name+in+(a,c)');
    expect([namesOf(page), page.metadata.remainingItemCount]).toEqual([['a'], undefined]);
    expect(
      namesOf(await list(`limit=1&labelSelector=name+in+(a,c)&continue=${page.metadata.continue}`)),
    ).toEqual(['c']);
  });

  test('over all namespaces a page ends within one of them', async () => {
    const page = await list('limit=1&labelSelector=name', '/api/v1/configmaps');
    const next = await list(
      `limit=2&labelSelector=name&continue=${page.metadata.continue}`,
      '/api/v1/configmaps',
    );
    expect([namesOf(page), namesOf(next)]).toEqual([['a'], ['b', 'c']]);
  });

  test('objects of the whole cluster come in pages as well', async () => {
    const page = await list('limit=2', '/api/v1/nodes');
    const next = await list(`limit=2&continue=${page.metadata.continue}`, '/api/v1/nodes');
    const names = [...page.items, ...next.items].map(({ metadata }) => metadata.name);
    expect(names).toEqual(['control-plane', 'worker-1', 'worker-2']);
  });

  test('a limit that is none, and any revision, give all', async () => {
    expect(namesOf(await list('limit=0'))).toEqual(['a', 'b', 'c', 'd']);
    expect(namesOf(await list('limit=1&resourceVersion=0'))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a table is divided like a list', async () => {
    const Accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { body } = await ask(server, `${CONFIG_MAPS}?limit=1`, { headers: { Accept } });
    const { rows, metadata } = body as { readonly rows: unknown[]; readonly metadata: List['metadata'] };
    expect([rows.length, metadata.remainingItemCount]).toEqual([1, 4]);
  });
});

describe('the revision that a list asks for', () => {
  test('Exact gives what was there', async () => {
    const before = await list('');
    await add('f');
    const { resourceVersion } = before.metadata;
    const then = await list(`resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
    expect([namesOf(then), then.metadata.resourceVersion]).toEqual([namesOf(before), resourceVersion]);
    await ask(server, `${CONFIG_MAPS}/f`, json('DELETE', {}));
  });

  test('NotOlderThan gives what is there now', async () => {
    const { metadata } = await list('resourceVersion=1&resourceVersionMatch=NotOlderThan');
    expect(metadata.resourceVersion).toBe(String(world.cluster.store.revision()));
  });

  test('one that is yet to come is a timeout that says why', async () => {
    const { code, body } = await ask(server, `${CONFIG_MAPS}?resourceVersion=1000000`);
    expect([code, body]).toMatchObject([
      504,
      {
        reason: 'Timeout',
        message: `Timeout: Too large resource version: 1000000, current: ${world.cluster.store.revision()}`,
        details: {
          retryAfterSeconds: 1,
          causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
        },
      },
    ]);
  });
});

const INVALID = 'ListOptions.meta.k8s.io "" is invalid: ';

test.each([
  ['limit=many', 400, 'BadRequest', 'strconv.ParseInt: parsing "many": invalid syntax'],
  [
    'resourceVersion=abc',
    400,
    'BadRequest',
    'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
  ],
  [
    'resourceVersionMatch=Exact',
    422,
    'Invalid',
    `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided`,
  ],
  [
    'resourceVersion=1&resourceVersionMatch=Some',
    422,
    'Invalid',
    `${INVALID}resourceVersionMatch: Unsupported value: "Some": supported values: "Exact", "NotOlderThan", ""`,
  ],
  [
    'resourceVersion=0&resourceVersionMatch=Exact',
    422,
    'Invalid',
    `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
  ],
  [
    'sendInitialEvents=true',
    422,
    'Invalid',
    `${INVALID}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`,
  ],
  [
    'continue=%21',
    400,
    'BadRequest',
    'invalid continue token: continue key is not valid: illegal base64 data at input byte 0',
  ],
  [
    `continue=${Buffer.from('{"v":"meta.k8s.io/v1","rv":1,"start":"../secrets/x"}').toString('base64url')}`,
    400,
    'BadRequest',
    'invalid continue token: continue key is not valid: ../secrets/x',
  ],
  [
    `resourceVersion=5&continue=${Buffer.from('{"v":"meta.k8s.io/v1","rv":1,"start":"x"}').toString('base64url')}`,
    400,
    'BadRequest',
    'specifying resource version is not allowed when using continue',
  ],
  [
    'fieldSelector=spec.foo%3Dbar',
    400,
    'BadRequest',
    '"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
  ],
])('%s is refused', async (query, code, reason, message) => {
  expect(await refusal(query)).toEqual([code, reason, message]);
});
