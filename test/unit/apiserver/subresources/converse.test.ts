import { describe, expect, test } from 'vitest';
import type { News } from '../../../../src/apiserver/subresources/converse.ts';
import { Pod } from '../../../../src/kinds/core/pod/kind.ts';
import { StatusError } from '../../../../src/machinery/status.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const ref = { namespace: 'default', name: 'one' };

function withPod(script: string, container: object = {}): WholeCluster {
  const world = new WholeCluster();
  const own = { name: 'c', image: 'busybox', command: ['sh', '-c', script], ...container };
  world.client.create(Pod, { metadata: ref, spec: { containers: [own] } } as never);
  world.pass(30);
  return world;
}

const textTo = (news: readonly News[], stream: 'output' | 'errors'): string =>
  news
    .flatMap(({ spoken }) => spoken)
    .map(({ to, text }) => (to === stream ? text : ''))
    .join('');

const QUIET = 'while true; do sleep 1000; done';

/** Somebody who speaks with the container, and all he hears. */
function speak(world: WholeCluster, command: readonly string[] | undefined, isAhead = false, tty = false) {
  const news: News[] = [];
  const part = command === undefined ? 'attach' : 'exec';
  const path = `/api/v1/namespaces/default/pods/one/${part}`;
  const body = { container: 'c', command, tty };
  const request = { method: 'POST', path, query: {}, accept: 'json', body } as const;
  const speaker = world.cluster.api.converse(request, isAhead, (piece) => news.push(piece));
  const heard = () => ({
    output: textTo(news, 'output'),
    errors: textTo(news, 'errors'),
    code: news.at(-1)?.code,
  });
  return { ...speaker, heard };
}

const told = (world: WholeCluster, ...command: readonly string[]) => {
  const { heard, leave } = speak(world, command, true);
  leave();
  return heard();
};

describe('a command', () => {
  test('goes on with the clock, and is heard as it speaks', () => {
    const world = withPod(QUIET);
    const { heard } = speak(world, ['sh', '-c', 'for i in 1 2 3; do echo $i; sleep 10; done; exit 4']);
    world.pass(15);
    expect(heard()).toEqual({ output: '1\n2\n', errors: '', code: undefined });
    world.pass(20);
    expect(heard()).toEqual({ output: '1\n2\n3\n', errors: '', code: 4 });
  });

  test('does not wait for a clock that stands', () => {
    const { heard } = speak(withPod(QUIET), ['sh', '-c', 'sleep 600; echo done'], true);
    expect(heard()).toEqual({ output: 'done\n', errors: '', code: 0 });
  });

  test.each([false, true])('hears what is said to it; ahead of the clock: %s', (isAhead) => {
    const world = withPod(QUIET);
    const { say, close, heard } = speak(world, ['sh'], isAhead);
    for (const line of ['echo a >> /tmp/f\n', 'wc -l < /tmp/f\n', 'echo b >&2\n']) {
      say(line);
      world.pass(1);
    }
    close();
    world.pass(1);
    expect(heard()).toEqual({ output: '1\n', errors: 'b\n', code: 0 });
  });

  test('sees what the container does meanwhile', () => {
    const world = withPod('while true; do date +%S >> /tmp/log; sleep 5; done');
    const { heard } = speak(world, ['tail', '-n1', '-f', '/tmp/log']);
    world.pass(12);
    expect(heard().output.split('\n')).toHaveLength(4);
  });

  test('changes files for good, seen at once by others', () => {
    const world = withPod(QUIET);
    const first = speak(world, ['sh']);
    first.say('echo kept > /tmp/f\n');
    world.pass(1);
    const during = told(world, 'cat', '/tmp/f').output;
    first.leave();
    world.pass(60);
    expect([during, told(world, 'cat', '/tmp/f').output]).toEqual(['kept\n', 'kept\n']);
  });

  test('leaves nothing in the state when it changed nothing', () => {
    const world = withPod(QUIET);
    const rows = () => JSON.stringify([...world.cluster.store.memory.entries('')]).includes('commands/');
    const { leave } = speak(world, ['sh']);
    const during = rows();
    leave();
    expect([during, rows()]).toEqual([true, false]);
  });

  test('ends with its container', () => {
    const world = withPod(QUIET);
    const { heard } = speak(world, ['sleep', '1000']);
    world.client.delete(Pod, ref);
    world.pass(40);
    expect(heard().code).toBe(137);
  });
});

describe('attached', () => {
  const SHELL = { command: ['sh'], stdin: true };

  test('one hears what is printed from now on', () => {
    const world = withPod('i=0; while true; do i=$((i+1)); echo $i; sleep 10; done');
    const { heard } = speak(world, undefined);
    world.pass(10);
    expect(heard().output).toMatch(/^\d\n$/);
  });

  test('what is said is what the container reads, and what it prints is in its log', () => {
    const world = withPod('', SHELL);
    const { say, leave, heard } = speak(world, undefined);
    say('echo said $((1 + 1))\n');
    world.pass(1);
    leave();
    const path = '/api/v1/namespaces/default/pods/one/log';
    const log = world.cluster.api.handle({ method: 'GET', path, query: {}, accept: 'json' }).body;
    expect([heard().output, log]).toEqual(['said 2\n', 'said 2\n']);
  });
});

describe('nobody to speak to', () => {
  const refused = (world: WholeCluster, ...command: readonly string[]) => {
    try {
      speak(world, command);
    } catch (error) {
      if (error instanceof StatusError) return error.message.replace(/"[0-9a-f]{64}"/, 'ID');
    }
    return undefined;
  };

  test.each([
    { command: 'foo', why: '"foo": executable file not found in $PATH' },
    { command: '/bin/foo', why: '"/bin/foo": stat /bin/foo: no such file or directory' },
  ])('$why', ({ command, why }) => {
    expect(refused(withPod(QUIET), command)).toBe(
      `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec ID: OCI runtime exec failed: exec failed: unable to start container process: exec: ${why}: unknown`,
    );
  });

  test('a container that is waiting', () => {
    expect(refused(withPod('exit 1'), 'ls')).toBe('unable to upgrade connection: container not found ("c")');
  });
});

describe('the kubelet', () => {
  const SHELL = { command: ['sh'], stdin: true };
  const stateOf = (world: WholeCluster) => world.client.get(Pod, ref).status?.containerStatuses?.[0];

  test('hears of a program that was told to end', () => {
    const world = withPod('', SHELL);
    const { say } = speak(world, undefined);
    say('exit 3\n');
    world.pass(5);
    expect(stateOf(world)?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
  });

  test('keeps up one that nobody speaks to; what reads once ends with who spoke', () => {
    const world = withPod('', { ...SHELL, stdinOnce: true });
    world.pass(60);
    const before = stateOf(world)?.restartCount;
    const { close } = speak(world, undefined);
    close();
    world.pass(5);
    expect([before, stateOf(world)?.lastState?.terminated?.exitCode]).toEqual([0, 0]);
  });

  test.each([
    { command: ['sh', '-c', 'echo hi; cat; exit 3'], code: 3, log: 'hi\ntyped\n' },
    { command: ['cat'], code: 0, log: 'typed\n' },
  ])('does not take `$command` for a command that is soon over, where somebody may speak', (one) => {
    const world = withPod('', { command: one.command, stdin: true, stdinOnce: true });
    const before = stateOf(world)?.state?.running === undefined ? 'over' : 'running';
    const { say, close } = speak(world, undefined);
    say('typed\n');
    close();
    world.pass(5);
    const path = '/api/v1/namespaces/default/pods/one/log';
    const query = { previous: 'true' };
    const log = world.cluster.api.handle({ method: 'GET', path, query, accept: 'json' }).body;
    expect([before, stateOf(world)?.lastState?.terminated?.exitCode, log]).toEqual([
      'running',
      one.code,
      one.log,
    ]);
  });

  test('runs ephemeral containers beside the others, once', () => {
    const world = withPod(QUIET);
    const path = '/api/v1/namespaces/default/pods/one/ephemeralcontainers';
    const debugger1 = { name: 'd', image: 'busybox', command: ['sh', '-c', 'sleep 3; exit 4'] };
    const body = { spec: { ephemeralContainers: [debugger1] } };
    const contentType = 'application/strategic-merge-patch+json';
    const { code } = world.cluster.api.handle({
      method: 'PATCH',
      path,
      query: {},
      accept: 'json',
      contentType,
      body,
    });
    world.pass(30);
    const { status } = world.client.get(Pod, ref);
    const [own] = status?.ephemeralContainerStatuses ?? [];
    expect([code, own?.state?.terminated?.exitCode, own?.restartCount, own?.ready, status?.phase]).toEqual([
      200,
      4,
      0,
      false,
      'Running',
    ]);
    expect(world.events('one', 'kubelet').filter((text) => text.includes('container: d'))).toHaveLength(1);
  });
});

test.each([
  { image: 'busybox', container: { command: undefined, args: ['echo', 'hi'] }, log: 'hi\n' },
  { image: 'unknown', container: { command: undefined, args: ['echo', 'hi'] }, log: '' },
  { image: 'unknown', container: { command: ['echo', 'hi'] }, log: 'hi\n' },
])('what a container of $image with $container prints', ({ image, container, log }) => {
  const world = withPod('', { image, ...container });
  const path = '/api/v1/namespaces/default/pods/one/log';
  expect(world.cluster.api.handle({ method: 'GET', path, query: {}, accept: 'json' }).body).toBe(log);
});
