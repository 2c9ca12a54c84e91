import { describe, expect, test } from 'vitest';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import type { Container, LifecycleHandler, PodSpec } from '../../../src/kinds/core/pod/types.ts';
import { milliseconds } from '../../../src/machinery/instant.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

type Hooks = { readonly postStart?: LifecycleHandler; readonly preStop?: LifecycleHandler };
const sh = (script: string): LifecycleHandler => ({ exec: { command: ['sh', '-c', script] } });
const web = (lifecycle: Hooks, rest: Partial<Container> = {}): Container => ({
  name: 'web',
  image: 'busybox:1.36',
  command: ['sh', '-c', "trap 'exit 143' TERM; sleep 3600 & wait"],
  lifecycle,
  ...rest,
});

const steady = (lifecycle: Hooks, spec: Partial<PodSpec> = {}, rest: Partial<Container> = {}) => {
  const whole = new WholeCluster({ durations: STEADY });
  whole.create(pod('web', { containers: [web(lifecycle, rest)], ...spec }));
  return whole;
};
const own = (whole: WholeCluster, place = 0) => whole.pod('web').status?.containerStatuses?.[place];
const told = (whole: WholeCluster, from: number) => whole.events('web', 'kubelet').slice(from);
/** Image and container have been made by then; everything is counted from here. */
const STARTED = 2;
const remove = (whole: WholeCluster, grace?: number) =>
  whole.client.delete(
    Pod,
    { namespace: 'default', name: 'web' },
    grace === undefined ? {} : { grace: milliseconds(grace * 1000) },
  );

describe('K-12 a postStart hook', () => {
  test.each<[string, LifecycleHandler]>([
    ['exec', sh('sleep 5')],
    ['sleep', { sleep: { seconds: 5 } }],
  ])('%s: the container does not count as running before it is over', (_, postStart) => {
    const whole = steady({ postStart });
    whole.passTo(5);
    expect(own(whole)?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(told(whole, 2)).toEqual([
      'Normal Created Created container: web',
      'Normal Started Started container web',
    ]);
    whole.passTo(8);
    expect(own(whole)).toMatchObject({ ready: true, restartCount: 0 });
    expect(whole.secondOf(own(whole)?.state?.running?.startedAt)).toBe(STARTED - 1);
  });

  test('holds up the containers after it', () => {
    const second: Container = { name: 'second', image: 'busybox:1.36', command: ['sleep', '3600'] };
    const whole = steady({}, { containers: [web({ postStart: sh('sleep 5') }), second] });
    whole.passTo(5);
    expect(whole.events('web', 'kubelet').filter((text) => text.includes('second'))).toEqual([]);
    whole.passTo(8);
    expect(own(whole, 0)?.name).toBe('second');
    expect([own(whole, 0)?.ready, own(whole, 1)?.ready]).toEqual([true, true]);
  });

  test('sees the files of its container, which sees what it leaves', () => {
    const reads = ['sh', '-c', 'sleep 1; cat /tmp/greeting; sleep 3600'];
    const readinessProbe = { exec: { command: ['grep', 'hello', '/tmp/greeting'] } };
    const whole = steady(
      { postStart: sh('echo hello > /tmp/greeting') },
      {},
      { command: reads, readinessProbe },
    );
    whole.passTo(5);
    expect(own(whole)?.ready).toBe(true);
  });

  test('that fails has the container killed, and started again as one that crashes', () => {
    const whole = steady({ postStart: sh('echo out; echo no >&2; exit 3') });
    const rows = whole.watchPod('web');
    whole.passTo(3);
    const uid = whole.pod('web').metadata.uid;
    const message = `Exec lifecycle hook ([sh -c echo out; echo no >&2; exit 3]) for Container "web" in Pod "web_default(${uid})" failed - error: command 'sh -c echo out; echo no >&2; exit 3' exited with 3: no\n, message: "out\\nno\\n"`;
    expect(own(whole)?.state).toEqual({ waiting: { reason: 'PostStartHookError', message } });
    expect(own(whole)?.lastState?.terminated).toMatchObject({ exitCode: 143, reason: 'Error' });
    whole.passTo(12);
    expect(own(whole)?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(rows).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 ContainerCreating 0',
      '2s 0/1 PostStartHookError 0',
      '3s 0/1 PostStartHookError 1',
      '4s 0/1 CrashLoopBackOff 1',
    ]);
    expect(whole.events('web', 'kubelet').slice(0, 8)).toEqual([
      'Normal Pulling Pulling image "busybox:1.36"',
      expect.stringMatching(/^Normal Pulled Successfully pulled image "busybox:1.36"/),
      expect.stringContaining('already present on machine'),
      'Normal Created Created container: web x2',
      'Normal Started Started container web x2',
      'Warning FailedPostStartHook PostStartHook failed x2',
      'Normal Killing FailedPostStartHook x2',
      expect.stringContaining('Warning BackOff Back-off restarting failed container web in pod'),
    ]);
  });

  test('of a pod that is not restarted: what is left is how the container ended', () => {
    const whole = steady({ postStart: sh('exit 1') }, { restartPolicy: 'Never' });
    whole.passTo(8);
    expect(own(whole)?.state?.terminated).toMatchObject({ exitCode: 143, reason: 'Error' });
    expect(whole.pod('web').status?.phase).toBe('Failed');
  });

  test('whose program is not there fails in the words of the runtime', () => {
    const whole = steady({ postStart: { exec: { command: ['nope'] } } });
    whole.passTo(3);
    expect(own(whole)?.state?.waiting?.message).toMatch(
      /failed - error: rpc error: code = Unknown desc = failed to exec in container: failed to start exec "[0-9a-f]{64}": OCI runtime exec failed: exec failed: unable to start container process: exec: "nope": executable file not found in \$PATH: unknown, message: ""$/,
    );
  });

  test('whose program nobody knows is fine in an image that nobody knows', () => {
    const whole = steady({ postStart: { exec: { command: ['warm-up'] } } }, {}, { image: 'example/web:1' });
    whole.passTo(5);
    expect(own(whole)).toMatchObject({ ready: true, restartCount: 0 });
  });

  test('dies with its container', () => {
    const whole = steady({ postStart: sh('sleep 60') }, {}, { command: ['sh', '-c', 'sleep 2; exit 4'] });
    whole.passTo(5);
    expect(own(whole)?.state?.waiting?.message).toContain(
      "command 'sh -c sleep 60' exited with 137: , message",
    );
    expect(own(whole)?.lastState?.terminated).toMatchObject({ exitCode: 4 });
  });

  test('does not keep a pod from being deleted', () => {
    const whole = steady({ postStart: sh('sleep 600') });
    whole.passTo(5);
    remove(whole);
    whole.passTo(8);
    expect(whole.client.find(Pod, { namespace: 'default', name: 'web' })).toBeUndefined();
  });
});

describe('K-72 a preStop hook', () => {
  const stopping = (preStop: LifecycleHandler, spec: Partial<PodSpec> = {}) => {
    const whole = steady({ preStop }, spec);
    whole.passTo(10);
    const rows = whole.watchPod('web');
    remove(whole);
    whole.pass(60);
    return { rows, told: told(whole, 4) };
  };
  const KILLING = 'Normal Killing Stopping container web';
  const FAILED = 'Warning FailedPreStopHook PreStopHook failed';

  test.each<[string, LifecycleHandler]>([
    ['exec', sh('sleep 5')],
    ['sleep', { sleep: { seconds: 5 } }],
  ])('%s: SIGTERM comes when it is over', (_, preStop) => {
    const { rows, told } = stopping(preStop);
    expect(rows.at(-1)).toBe('6s gone');
    expect(rows.at(-2)).toBe('6s 0/1 Error 0');
    expect(told).toEqual([KILLING]);
  });

  test('that fails is told of, and SIGTERM comes at once', () => {
    const { rows, told } = stopping(sh('exit 1'));
    expect(rows.at(-2)).toBe('1s 0/1 Error 0');
    expect(told).toEqual([KILLING, FAILED]);
  });

  test('counts against the grace period; two seconds are left when it overruns, and it is killed with its container', () => {
    const { rows, told } = stopping(sh('sleep 50'), { terminationGracePeriodSeconds: 10 });
    expect(rows.at(-2)).toMatch(/^1[12]s 0\/1 Error 0$/);
    expect(told).toEqual([KILLING, FAILED]);
  });

  test('is left out where there is no time at all', () => {
    const whole = steady({ preStop: sh('sleep 5') });
    whole.passTo(10);
    remove(whole, 0);
    whole.passTo(11);
    expect(whole.client.find(Pod, { namespace: 'default', name: 'web' })).toBeUndefined();
  });
});

describe('K-13 a program that is not in the image', () => {
  const failing = (rest: Partial<Container>, spec: Partial<PodSpec> = {}) => steady({}, spec, rest);
  const message = (why: string) =>
    `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}: unknown`;

  test('StartError, exit code 128, started in 1970, and back-offs as after crashes', () => {
    const whole = failing({ command: ['nonexistent'] });
    const rows = whole.watchPod('web');
    whole.passTo(2);
    const text = message('exec: "nonexistent": executable file not found in $PATH');
    expect(own(whole)?.state).toEqual({ waiting: { reason: 'RunContainerError', message: text } });
    expect(own(whole)?.lastState?.terminated).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: text,
      startedAt: '1970-01-01T00:00:00Z',
    });
    whole.passTo(30);
    expect(rows.slice(0, 5)).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 ContainerCreating 0',
      '1s 0/1 RunContainerError 0',
      '1s 0/1 RunContainerError 1',
      '2s 0/1 CrashLoopBackOff 1',
    ]);
    expect(whole.events('web', 'kubelet').slice(2, 5)).toEqual([
      'Normal Pulled Container image "busybox:1.36" already present on machine x2',
      'Normal Created Created container: web x3',
      `Warning Failed Error: ${text} x3`,
    ]);
  });

  test.each<[string, Partial<Container>, string]>([
    ['a path', { command: ['/bin/bash'] }, 'exec: "/bin/bash": stat /bin/bash: no such file or directory'],
    [
      'an argument where the image starts nothing else',
      { args: ['serve'] },
      'exec: "serve": executable file not found in $PATH',
    ],
    [
      'another image',
      { image: 'nginx:1.27', command: ['/app/run'] },
      'exec: "/app/run": stat /app/run: no such file or directory',
    ],
  ])('%s', (_, rest, why) => {
    const { command: _own, ...others } = web({});
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(pod('web', { restartPolicy: 'Never', containers: [{ ...others, ...rest }] }));
    whole.passTo(3);
    expect(own(whole)?.state?.terminated).toMatchObject({ reason: 'StartError', message: message(why) });
    expect(whole.pod('web').status?.phase).toBe('Failed');
  });

  test.each<[string, Partial<Container>]>([
    ['an image that nobody knows', { image: 'example.com/web:1', command: ['serve'] }],
    [
      'a program from a volume',
      { command: ['/tools/serve'], volumeMounts: [{ name: 'tools', mountPath: '/tools' }] },
    ],
  ])('not with %s', (_, rest) => {
    const whole = failing(rest, { volumes: [{ name: 'tools', emptyDir: {} }] });
    whole.passTo(3);
    expect(own(whole)?.state?.terminated?.reason ?? '').not.toBe('StartError');
  });
});
