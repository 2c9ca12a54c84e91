import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, json, Watching } from '../../../support/http.ts';
import { type Listening, listening } from '../../../support/listening.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const OF_TEST = 'labelSelector=of%3Dtest';
const world = new WholeCluster();
let server: Listening;

beforeAll(async () => {
  server = await listening(world);
});
afterAll(() => server.close());

const labels = { of: 'test' };
const add = (name: string) => ask(server, CONFIG_MAPS, json('POST', { metadata: { name, labels } }));
const merge = (name: string, patch: unknown) =>
  ask(server, `${CONFIG_MAPS}/${name}`, json('PATCH', patch, 'application/merge-patch+json'));
const remove = (name: string) => ask(server, `${CONFIG_MAPS}/${name}`, json('DELETE', {}));
const revision = () => String(world.cluster.store.revision());
const watch = (query: string, headers?: Readonly<Record<string, string>>) =>
  Watching.open(server, `${CONFIG_MAPS}?watch=1&${query}`, headers);

describe('a watch', () => {
  test('from a revision on tells each change after it', async () => {
    const from = revision();
    await add('one');
    const watching = await watch(`${OF_TEST}&resourceVersion=${from}`);
    await merge('one', { data: { a: '1' } });
    await remove('one');
    expect(await watching.names(3)).toEqual(['ADDED one', 'MODIFIED one', 'DELETED one']);
    await watching.close();
  });

  test('tells of a deletion with the last state and the revision of the deletion', async () => {
    await add('last');
    await merge('last', { data: { kept: 'yes' } });
    const watching = await watch(`${OF_TEST}&resourceVersion=${revision()}`);
    await remove('last');
    const event = await watching.next();
    expect([event?.type, event?.object.data, event?.object.metadata.resourceVersion]).toEqual([
      'DELETED',
      { kept: 'yes' },
      revision(),
    ]);
    await watching.close();
  });

  test('with a selector: what leaves it is deleted as it was, what comes into it is added (A-19)', async () => {
    await add('mover');
    const watching = await watch(`${OF_TEST}&resourceVersion=${revision()}`);
    await merge('mover', { metadata: { labels: { of: 'other' } } });
    const left = await watching.next();
    expect([left?.type, left?.object.metadata.labels, left?.object.metadata.resourceVersion]).toEqual([
      'DELETED',
      labels,
      revision(),
    ]);
    await merge('mover', { metadata: { labels } });
    expect(await watching.names(1)).toEqual(['ADDED mover']);
    await watching.close();
    await remove('mover');
  });

  test('of one object by its name', async () => {
    const watching = await watch(`fieldSelector=metadata.name%3Donly&resourceVersion=${revision()}`);
    await add('other');
    await add('only');
    expect(await watching.names(1)).toEqual(['ADDED only']);
    await watching.close();
    await remove('other');
    await remove('only');
  });

  test('by the old path is the same', async () => {
    await add('old');
    const watching = await Watching.open(server, '/api/v1/watch/namespaces/default/configmaps/old');
    expect(await watching.names(1)).toEqual(['ADDED old']);
    await watching.close();
    await remove('old');
  });

  test('of a path that names one object is a plain answer', async () => {
    const { body } = await ask(server, '/api/v1/namespaces/default?watch=true');
    expect(body).toMatchObject({ kind: 'Namespace' });
  });

  test('ends after timeoutSeconds', async () => {
    const watching = await watch(`${OF_TEST}&timeoutSeconds=1`);
    expect(await watching.next()).toBeUndefined();
  });

  test('is told how far it has come before it ends, where it wants to know', async () => {
    const watching = await watch(`${OF_TEST}&timeoutSeconds=3&allowWatchBookmarks=true`);
    expect(await watching.next()).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: { resourceVersion: revision(), creationTimestamp: null },
      },
    });
    await watching.close();
  });

  test('two that want the same are told the same', async () => {
    const watching = await Promise.all([1, 2].map(() => watch(`${OF_TEST}&resourceVersion=${revision()}`)));
    await add('shared');
    expect(await Promise.all(watching.map((one) => one.names(1)))).toEqual([
      ['ADDED shared'],
      ['ADDED shared'],
    ]);
    await Promise.all(watching.map((one) => one.close()));
    await remove('shared');
  });
});

describe('a watch as a table', () => {
  const Accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';

  test('says its columns once', async () => {
    const watching = await watch(`${OF_TEST}&resourceVersion=${revision()}`, { Accept });
    await add('row');
    await remove('row');
    const events = [await watching.next(), await watching.next()];
    expect(
      events.map((event) => [
        event?.type,
        event?.object.columnDefinitions?.length,
        event?.object.rows.length,
      ]),
    ).toEqual([
      ['ADDED', 3, 1],
      ['DELETED', undefined, 1],
    ]);
    await watching.close();
  });

  test('says them to one that comes later, too', async () => {
    const query = `${OF_TEST}&resourceVersion=`;
    const early = await watch(query + revision(), { Accept });
    await add('first');
    expect((await early.next())?.object.columnDefinitions.length).toBe(3);
    const late = await watch(query + revision(), { Accept });
    await remove('first');
    expect((await late.next())?.object.columnDefinitions.length).toBe(3);
    expect((await early.next())?.object.columnDefinitions).toBeNull();
    await Promise.all([early.close(), late.close()]);
  });

  test('as metadata alone', async () => {
    const metadata = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
    const watching = await watch(`${OF_TEST}&resourceVersion=${revision()}`, { Accept: metadata });
    await add('bare');
    expect(Object.keys((await watching.next())?.object)).toEqual(['kind', 'apiVersion', 'metadata']);
    await watching.close();
    await remove('bare');
  });
});

describe('sendInitialEvents', () => {
  const QUERY = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

  test('gives what is there, then a bookmark that says so, then what changes', async () => {
    await add('there');
    const watching = await watch(`${QUERY}&${OF_TEST}`);
    expect((await watching.next())?.object.metadata.name).toBe('there');
    const mark = await watching.next();
    expect([mark?.type, mark?.object.metadata]).toEqual([
      'BOOKMARK',
      {
        resourceVersion: revision(),
        creationTimestamp: null,
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    ]);
    await remove('there');
    expect(await watching.names(1)).toEqual(['DELETED there']);
    await watching.close();
  });
});

const INVALID = 'ListOptions.meta.k8s.io "" is invalid: ';

test.each([
  ['limit=many', 400, 'strconv.ParseInt: parsing "many": invalid syntax'],
  [
    'labelSelector=a%20b',
    400,
    "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
  ],
  [
    'sendInitialEvents=true',
    422,
    `${INVALID}resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan`,
  ],
  [
    'resourceVersionMatch=NotOlderThan',
    422,
    `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided`,
  ],
])('a watch with %s is refused before it begins', async (query, code, message) => {
  const answer = await ask(server, `${CONFIG_MAPS}?watch=true&${query}`);
  expect([answer.code, answer.body]).toMatchObject([code, { message }]);
});

test('a revision that is forgotten is told within the stream', async () => {
  const small = await listening(new WholeCluster({}, { history: 5 }));
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  for (const name of names) await ask(small, CONFIG_MAPS, json('POST', { metadata: { name } }));
  const watching = await Watching.open(small, `${CONFIG_MAPS}?watch=true&resourceVersion=1`);
  const event = await watching.next();
  expect([event?.type, event?.object.code, event?.object.reason]).toEqual(['ERROR', 410, 'Expired']);
  expect(event?.object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
  expect(await watching.next()).toBeUndefined();
  await small.close();
});
