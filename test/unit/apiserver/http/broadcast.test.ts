import { expect, test } from 'vitest';
import { ask, json, Watching } from '../../../support/http.ts';
import { listening } from '../../../support/listening.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const WATCHERS = 50;
const CHANGES = 200;

test(`${WATCHERS} watchers are told of each of ${CHANGES} changes, once, in order`, async () => {
  const world = new WholeCluster();
  const server = await listening(world);
  await ask(server, CONFIG_MAPS, json('POST', { metadata: { name: 'counter' } }));
  const query = `watch=true&resourceVersion=${world.cluster.store.revision()}`;
  const watchers = await Promise.all(
    Array.from({ length: WATCHERS }, () => Watching.open(server, `${CONFIG_MAPS}?${query}`)),
  );
  const readAll = watchers.map(async (watcher) => {
    const counts: number[] = [];
    while (counts.length < CHANGES) counts.push(Number((await watcher.next())?.object.data.count));
    return counts;
  });
  const expected = Array.from({ length: CHANGES }, (_, i) => i + 1);
  for (const count of expected) {
    const patch = { data: { count: String(count) } };
    await ask(server, `${CONFIG_MAPS}/counter`, json('PATCH', patch, 'application/merge-patch+json'));
  }
  expect(await Promise.all(readAll)).toEqual(watchers.map(() => expected));
  await Promise.all(watchers.map((watcher) => watcher.close()));
  await server.close();
}, 20_000);
