import { describe, expect, test } from 'vitest';
import { type Answer, kubectl } from '../../../support/memory-kubectl.ts';
import { discovered } from '../discovery.ts';

const pod = (name: string, ...containers: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'default', name, labels: { app: 'web' } },
  spec: {
    initContainers: containers.includes('main') ? [{ name: 'init' }] : [],
    containers: containers.map((container) => ({ name: container })),
  },
});
const pods = [pod('web-0', 'main', 'side'), pod('web-1', 'main', 'side')];

const answer: Answer = discovered(({ path, query }) => {
  const named = /\/pods\/([^/]+)(\/log)?$/.exec(path);
  if (named?.[2] === '/log') return { body: `${named[1]} ${query['container']} one\ntwo\n` };
  if (named !== null) return { body: pods.find(({ metadata }) => metadata.name === named[1]) };
  if (path.endsWith('/pods')) {
    return { body: { apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '1' }, items: pods } };
  }
  return undefined;
});
const logs = (...argv: readonly string[]) => kubectl(['logs', ...argv], { answer });

describe('logs', () => {
  test('the first of several containers, and a word about it', async () => {
    expect(await logs('web-0')).toMatchObject({
      stdout: 'web-0 main one\ntwo\n',
      stderr: 'Defaulted container "main" out of: main, side, init (init)\n',
      exit: 0,
    });
  });

  test('the one that is named', async () => {
    expect(await logs('web-0', '-c', 'side')).toMatchObject({ stdout: 'web-0 side one\ntwo\n', stderr: '' });
    expect(await logs('web-0', 'side')).toMatchObject({ stdout: 'web-0 side one\ntwo\n' });
    expect(await logs('web-0', '-c', 'nope')).toMatchObject({
      stderr: 'error: container nope is not valid for pod web-0\n',
      exit: 1,
    });
  });

  test('all containers of all pods, each line with where it is from', async () => {
    const { stdout } = await logs('-l', 'app=web', '--all-containers', '--prefix');
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      '[pod/web-0/init] web-0 init one',
      '[pod/web-0/init] two',
      '[pod/web-0/main] web-0 main one',
      '[pod/web-0/main] two',
    ]);
  });

  test('what is asked for goes along', async () => {
    const { requests } = await logs('web-0', '-c', 'main', '-p', '--tail=3', '--timestamps', '--since=90s');
    expect(requests.at(-1)?.query).toEqual({
      container: 'main',
      previous: 'true',
      sinceSeconds: '90',
      tailLines: '3',
      timestamps: 'true',
    });
  });
});
