import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Sim } from '../../support/sim.ts';

/** What kubectl 1.33 says and does of requests that are cut off. */
describe('--request-timeout', () => {
  let sim: Sim;
  beforeAll(async () => {
    sim = await Sim.create();
    await sim.ok(
      'run',
      'loop',
      '--image=busybox',
      '--',
      'sh',
      '-c',
      'while true; do echo tick; sleep 1; done',
    );
    await sim.ok('wait', 'pod/loop', '--for=condition=Ready');
  });
  afterAll(() => sim.remove());

  const seconds = async (): Promise<number> =>
    Date.parse((await sim.ok('clock')).match(/\d{4}-[\dT:.-]+Z/)?.[0] ?? '') / 1000;

  test.each(['get pods -w', 'get pods -w -o name', 'get pod loop --watch-only', 'events -w'])(
    '%s ends quietly after so much of the cluster’s time',
    async (command) => {
      const before = await seconds();
      const { exit, err } = await sim.run([...command.split(' '), '--request-timeout=3s']);
      expect({ exit, err, passed: Math.round((await seconds()) - before) }).toEqual({
        exit: 0,
        err: '',
        passed: 3,
      });
    },
  );

  test('logs -f says that it was cut off', async () => {
    const { exit, out, err } = await sim.run(['logs', '-f', 'loop', '--tail=0', '--request-timeout=2']);
    expect({ exit, out, err }).toEqual({
      exit: 1,
      out: 'tick\ntick\n',
      err: 'error: net/http: request canceled (Client.Timeout or context cancellation while reading body)\n',
    });
  });

  // What comes over one connection, as `type name`.
  test.each([
    { raw: '/api/v1/namespaces/default/configmaps?watch=1', exit: 1, out: ['ADDED kube-root-ca.crt'] },
    { raw: '/api/v1/watch/namespaces/default/pods/loop', exit: 1, out: ['ADDED loop'] },
    { raw: '/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=1', exit: 0, out: ['ADDED loop'] },
    { raw: '/api/v1/namespaces/default/nopes?watch=1', exit: 1, out: [] },
  ])('get --raw $raw shows each change as it comes', async ({ raw, exit, out }) => {
    const answer = await sim.run(['get', '--raw', raw, '--request-timeout=2s']);
    const lines = answer.out.split('\n').filter((line) => line !== '');
    const told = lines.map(
      (line) => JSON.parse(line) as { type: string; object: { metadata: { name: string } } },
    );
    expect([answer.exit, told.map(({ type, object }) => `${type} ${object.metadata.name}`)]).toEqual([
      exit,
      out,
    ]);
  });

  test('get --raw of a log follows it', async () => {
    const raw = '/api/v1/namespaces/default/pods/loop/log?follow=true&tailLines=0';
    const { exit, out } = await sim.run(['get', '--raw', raw, '--request-timeout=2s']);
    expect([exit, out]).toEqual([1, 'tick\ntick\n']);
  });

  test.each(['get pods', 'logs loop --tail=1', 'wait pod/loop --for=condition=Ready'])(
    '%s has its answer at once',
    async (command) => {
      expect((await sim.run([...command.split(' '), '--request-timeout=1s'])).exit).toBe(0);
    },
  );

  test('wait asks again: its own --timeout counts', async () => {
    const before = await seconds();
    const { exit, err } = await sim.run([
      'wait',
      'pod/loop',
      '--for=condition=Nope',
      '--timeout=5s',
      '--request-timeout=1s',
    ]);
    expect([exit, err]).toEqual([1, 'error: timed out waiting for the condition on pods/loop\n']);
    expect(Math.round((await seconds()) - before)).toBe(5);
  });

  test.each(['0', '0s'])('%s sets no limit', async (none) => {
    sim.sleep = async () => {
      throw new Error('somebody waits');
    };
    const watching = sim.run(['get', 'pods', '-w', `--request-timeout=${none}`]);
    await expect(watching).resolves.toMatchObject({ exit: 1, err: 'error: somebody waits\n' });
  });

  test('what is no time is refused', async () => {
    const { exit, err } = await sim.run(['get', 'pods', '--request-timeout=soon']);
    expect([exit, err]).toEqual([
      1,
      'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n',
    ]);
  });
});
