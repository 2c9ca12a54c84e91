import { describe, expect, test } from 'vitest';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { Node } from '../../../src/kinds/core/node/kind.ts';
import { condition } from '../../../src/kinds/core/pod/conditions.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { startKubelet, stopKubelet } from '../../../src/kubelet/heartbeat.ts';
import { kubelet } from '../../../src/kubelet/kubelet.ts';
import { seconds } from '../../../src/machinery/instant.ts';
import { type Fault, faultsFrom } from '../../../src/simulation/faults.ts';
import { type SmallCluster, smallCluster, type Wishes } from '../../support/small-cluster.ts';

/** Everything takes a second: what is left to see is the order of things. */
const EVEN = {
  pull: [1000, 1000],
  check: [100, 100],
  start: [500, 500],
  stop: [500, 500],
  notice: [1000, 1000],
  firstProbe: [500, 500],
} as const;

function withKubelet(wishes: Wishes = {}, faults: readonly Fault[] = []): SmallCluster {
  return smallCluster(
    () =>
      kubelet(
        { kubelet: 'realistic', durations: EVEN },
        faultsFrom(() => faults),
      ),
    wishes,
  );
}

/** On worker-1, as a scheduler would have it. */
const onWorker = { nodeName: 'worker-1' };
const container = (rest: object) => ({
  ...onWorker,
  containers: [{ name: 'c', image: 'app:1', ...rest }],
});
const script = (text: string) => container({ command: ['sh', '-c', text] });

const stateOf = (small: SmallCluster, name: string, place = 0) =>
  small.find(name)?.status?.containerStatuses?.[place];
const deleted = (small: SmallCluster, name: string, grace?: number) =>
  small.client.delete(
    Pod,
    { namespace: 'default', name },
    grace === undefined ? {} : { grace: seconds(grace) },
  );

describe('a healthy pod', () => {
  test('K-30: is told of first, then runs with an address and is ready', () => {
    const small = withKubelet();
    small.pod('web', onWorker);
    expect(small.find('web')?.status).toMatchObject({
      phase: 'Pending',
      hostIP: '192.168.1.11',
      startTime: '2026-01-01T12:00:00Z',
      containerStatuses: [
        { state: { waiting: { reason: 'ContainerCreating' } }, ready: false, started: false },
      ],
    });
    expect(small.find('web')?.status?.podIP).toBeUndefined();
    small.at(2);
    expect(small.find('web')?.status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.1.2',
      containerStatuses: [
        {
          image: 'docker.io/library/nginx:1.27',
          state: { running: { startedAt: '2026-01-01T12:00:01Z' } },
          ready: true,
          started: true,
          restartCount: 0,
        },
      ],
    });
  });

  test('K-20: has its conditions in the kubelet order', () => {
    const small = withKubelet();
    small.pod('web', onWorker);
    small.at(2);
    expect(small.find('web')?.status?.conditions?.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready True',
      'ContainersReady True',
      'PodScheduled True',
    ]);
  });

  test('K-31: pulls once on a node and says so', () => {
    const small = withKubelet();
    small.pod('first', onWorker);
    small.at(2);
    small.pod('second', onWorker);
    small.at(4);
    expect(small.events('first')).toEqual([
      'Normal Pulling Pulling image "nginx:1.27"',
      expect.stringMatching(
        /^Normal Pulled Successfully pulled image "nginx:1.27" in 1s \(1s including waiting\)\. Image size: \d+ bytes\.$/,
      ),
      'Normal Created Created container: c',
      'Normal Started Started container c',
    ]);
    expect(small.events('second')).toEqual([
      'Normal Pulled Container image "nginx:1.27" already present on machine',
      'Normal Created Created container: c',
      'Normal Started Started container c',
    ]);
  });

  test('K-31: a pod that comes while the image is on its way waits for it', () => {
    const small = withKubelet();
    small.pod('first', onWorker);
    small.at(0.5);
    small.pod('second', onWorker);
    small.at(3);
    expect(small.events('second')[1]).toMatch(/ in 100ms \(600ms including waiting\)\./);
  });

  test('K-7: pods of a node have different addresses, and a freed one is not given at once', () => {
    const small = withKubelet();
    small.pod('a', onWorker);
    small.pod('b', onWorker);
    small.at(3);
    deleted(small, 'a', 0);
    small.pod('c', onWorker);
    small.at(6);
    expect([small.find('b'), small.find('c')].map((pod) => pod?.status?.podIP)).toEqual([
      '10.244.1.3',
      '10.244.1.4',
    ]);
  });

  test('nothing is left to do for it', () => {
    const small = withKubelet();
    small.pod('web', onWorker);
    small.at(5);
    expect(small.cluster.agenda.size()).toBe(0);
  });
});

describe('an image that cannot be pulled', () => {
  test('K-43, scenario 3: alternates between the error and the back-off, twice as long each time', () => {
    const small = withKubelet();
    small.pod('bad', container({ image: 'nginx:nope' }));
    const error =
      'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:nope": failed to resolve reference "docker.io/library/nginx:nope": docker.io/library/nginx:nope: not found';
    small.at(0.2);
    expect(stateOf(small, 'bad')?.state).toEqual({ waiting: { reason: 'ErrImagePull', message: error } });
    small.at(1.2);
    expect(stateOf(small, 'bad')?.state).toEqual({
      waiting: {
        reason: 'ImagePullBackOff',
        message: `Back-off pulling image "nginx:nope": ErrImagePull: ${error}`,
      },
    });
    expect(small.events('bad')).toEqual([
      'Normal Pulling Pulling image "nginx:nope"',
      `Warning Failed Failed to pull image "nginx:nope": ${error}`,
      'Warning Failed Error: ErrImagePull',
      'Normal BackOff Back-off pulling image "nginx:nope"',
      'Warning Failed Error: ImagePullBackOff',
    ]);
    const pulls = (): string | undefined => small.events('bad').find((text) => text.includes('Pulling'));
    small.at(29);
    expect(pulls()).toMatch(/ x2$/);
    small.at(69);
    expect(pulls()).toMatch(/ x3$/);
    small.at(72);
    expect(pulls()).toMatch(/ x4$/);
    expect(small.find('bad')?.status?.phase).toBe('Pending');
    expect(stateOf(small, 'bad')?.restartCount).toBe(0);
  });

  test('K-12: pull policy Never and no image', () => {
    const small = withKubelet();
    small.pod('never', container({ image: 'x:1', imagePullPolicy: 'Never' }));
    expect(stateOf(small, 'never')?.state?.waiting).toEqual({
      reason: 'ErrImageNeverPull',
      message: 'Container image "x:1" is not present with pull policy of Never',
    });
    expect(small.events('never')).toEqual([
      'Warning ErrImageNeverPull Container image "x:1" is not present with pull policy of Never',
      'Warning Failed Error: ErrImageNeverPull',
    ]);
  });

  test('the annotation comes before the name', () => {
    const small = withKubelet();
    const annotations = { 'sim.local/behaviour': 'runs' };
    small.pod('named', container({ image: 'nginx:broken' }), { annotations });
    small.at(3);
    expect(small.find('named')?.status?.phase).toBe('Running');
  });

  test('a fault keeps it away until it is over', () => {
    const fault: Fault = {
      id: '1',
      name: 'image-pull',
      target: { pod: 'web' },
      from: 0 as never,
      until: Date.parse('2026-01-01T12:00:20Z') as never,
    };
    const small = withKubelet({}, [fault]);
    small.pod('web', onWorker);
    small.at(15);
    expect(stateOf(small, 'web')?.state?.waiting?.reason).toBe('ImagePullBackOff');
    small.at(35);
    expect(small.find('web')?.status?.phase).toBe('Running');
  });
});

describe('a container that ends', () => {
  test('K-40, scenario 5: restarts at once, then after 10, 20, 40 seconds', () => {
    const small = withKubelet();
    small.pod('crash', script('exit 1'));
    const restarts = (): number | undefined => stateOf(small, 'crash')?.restartCount;
    small.at(2.5);
    expect(restarts()).toBe(1);
    expect(stateOf(small, 'crash')?.state?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    small.at(4);
    const uid = small.find('crash')?.metadata.uid;
    expect(stateOf(small, 'crash')).toMatchObject({
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 10s restarting failed container=c pod=crash_default(${uid})`,
        },
      },
      lastState: { terminated: { exitCode: 1 } },
    });
    small.at(13.5);
    expect(restarts()).toBe(2);
    small.at(30);
    expect(restarts()).toBe(2);
    expect(stateOf(small, 'crash')?.state?.waiting?.message).toMatch(/^back-off 20s /);
    small.at(34);
    expect(restarts()).toBe(3);
    expect(small.find('crash')?.status?.phase).toBe('Running');
    expect(small.events('crash').filter((text) => text.includes('BackOff'))).toEqual([
      `Warning BackOff Back-off restarting failed container c in pod crash_default(${uid}) x3`,
    ]);
  });

  test('K-41: an instance that ran longer than ten minutes is restarted at once', () => {
    const small = withKubelet();
    small.pod('long', script('sleep 700; exit 1'));
    small.at(2300);
    expect(stateOf(small, 'long')).toMatchObject({ restartCount: 3, state: { running: {} } });
  });

  test('K-42: exit 0 is restarted just the same', () => {
    const small = withKubelet();
    small.pod('done', script('true'));
    small.at(5);
    expect(stateOf(small, 'done')).toMatchObject({
      restartCount: 1,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 0, reason: 'Completed' } },
    });
  });

  test('scenario 8: with Never it fails or succeeds for good', () => {
    const small = withKubelet();
    small.pod('fails', { ...script('sleep 2; exit 3'), restartPolicy: 'Never' });
    small.pod('works', { ...script('sleep 2'), restartPolicy: 'Never' });
    small.at(10);
    expect(small.find('fails')?.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ state: { terminated: { exitCode: 3, reason: 'Error' } }, restartCount: 0 }],
    });
    expect(condition(small.find('fails')?.status, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'PodFailed',
    });
    const told = small
      .find('works')
      ?.status?.conditions?.map(({ type, status, reason = '' }) => `${type} ${status} ${reason}`.trim());
    expect(small.find('works')?.status?.phase).toBe('Succeeded');
    expect(told).toEqual([
      'PodReadyToStartContainers False',
      'Initialized True PodCompleted',
      'Ready False PodCompleted',
      'ContainersReady False PodCompleted',
      'PodScheduled True',
    ]);
    expect(small.cluster.agenda.size()).toBe(0);
  });

  test('K-75: a pod past its deadline fails', () => {
    const small = withKubelet();
    small.pod('late', { ...container({}), activeDeadlineSeconds: 20 });
    small.at(22);
    expect(small.find('late')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    });
    expect(small.events('late').slice(4)).toEqual([
      'Normal DeadlineExceeded Pod was active on the node longer than the specified deadline',
      'Normal Killing Stopping container c',
    ]);
  });
});

describe('init containers and sidecars', () => {
  test('K-50, scenario 9: run one after the other before the rest', () => {
    const small = withKubelet();
    const sleep = (name: string) => ({ name, image: 'busybox:1', command: ['sleep', '5'] });
    small.pod('web', { ...onWorker, initContainers: [sleep('a'), sleep('b')] });
    expect(condition(small.find('web')?.status, 'Initialized')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotInitialized',
      message: 'containers with incomplete status: [a b]',
    });
    expect(stateOf(small, 'web')?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    small.at(8);
    expect(condition(small.find('web')?.status, 'Initialized')?.message).toBe(
      'containers with incomplete status: [b]',
    );
    small.at(15);
    expect(condition(small.find('web')?.status, 'Initialized')?.status).toBe('True');
    expect(small.find('web')?.status?.phase).toBe('Running');
  });

  test('K-50, scenario 10: one that fails for ever keeps the pod Pending, and with Never the pod fails', () => {
    const small = withKubelet();
    const init = [{ name: 'a', image: 'busybox:1', command: ['sh', '-c', 'exit 1'] }];
    small.pod('again', { ...onWorker, initContainers: init });
    small.pod('never', { ...onWorker, initContainers: init, restartPolicy: 'Never' });
    small.at(20);
    expect(small.find('again')?.status?.phase).toBe('Pending');
    expect(small.find('again')?.status?.initContainerStatuses?.[0]).toMatchObject({
      restartCount: 2,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    });
    expect(small.find('never')?.status?.phase).toBe('Failed');
  });

  test('K-52, K-53, scenario 11: a sidecar starts first, waits for its startup probe, and stops last', () => {
    const small = withKubelet();
    const log = {
      name: 'log',
      image: 'busybox:1',
      command: ['sh', '-c', "trap 'exit 0' TERM; sleep 3; touch /tmp/up; sleep infinity & wait"],
      restartPolicy: 'Always',
      startupProbe: { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 1, failureThreshold: 30 },
    };
    const task = { name: 'task', image: 'busybox:1', command: ['sleep', '2'] };
    small.pod('job', { ...onWorker, initContainers: [log], containers: [task], restartPolicy: 'Never' });
    small.at(4);
    expect(stateOf(small, 'job')?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    small.at(7);
    expect(small.find('job')?.status?.initContainerStatuses?.[0]).toMatchObject({
      ready: true,
      started: true,
    });
    expect(stateOf(small, 'job')?.state?.running).toBeDefined();
    small.at(12);
    expect(small.find('job')?.status?.phase).toBe('Succeeded');
    expect(small.events('job').at(-1)).toBe('Normal Killing Stopping container log');
  });
});

describe('probes', () => {
  const healthyFor30s = 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600';
  const cat = (periodSeconds: number, rest: object = {}) => ({
    exec: { command: ['cat', '/tmp/healthy'] },
    periodSeconds,
    ...rest,
  });

  test('K-64, scenario 13: a failed liveness probe restarts the container', () => {
    const small = withKubelet();
    small.pod(
      'live',
      container({ command: ['sh', '-c', healthyFor30s], livenessProbe: cat(5, { initialDelaySeconds: 5 }) }),
    );
    small.at(60);
    expect(stateOf(small, 'live')).toMatchObject({ restartCount: 0, ready: true });
    // The shell does not hear SIGTERM: its grace period is honoured.
    small.at(80);
    expect(stateOf(small, 'live')).toMatchObject({ restartCount: 1, ready: true });
    expect(small.events('live').filter((text) => /Unhealthy|Killing/.test(text))).toEqual([
      "Warning Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n x3",
      'Normal Killing Container c failed liveness probe, will be restarted',
    ]);
  });

  test('K-65: a failed readiness probe only takes the pod out', () => {
    const small = withKubelet();
    small.pod('shy', container({ command: ['sh', '-c', healthyFor30s], readinessProbe: cat(5) }));
    small.at(5);
    expect(condition(small.find('shy')?.status, 'Ready')?.status).toBe('True');
    small.at(60);
    expect(condition(small.find('shy')?.status, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'ContainersNotReady',
      message: 'containers with unready status: [c]',
    });
    expect(stateOf(small, 'shy')).toMatchObject({ restartCount: 0, started: true, ready: false });
  });

  test('K-61: until the startup probe has passed nothing is started', () => {
    const small = withKubelet();
    small.pod(
      'slow',
      container({
        command: ['sleep', 'infinity'],
        startupProbe: cat(10, { failureThreshold: 3 }),
        livenessProbe: cat(1),
      }),
    );
    small.at(20);
    expect(stateOf(small, 'slow')).toMatchObject({ started: false, ready: false, restartCount: 0 });
    small.at(23.2);
    expect(small.events('slow').filter((text) => /Unhealthy|Killing/.test(text))).toEqual([
      "Warning Unhealthy Startup probe failed: cat: can't open '/tmp/healthy': No such file or directory\n x3",
      'Normal Killing Container c failed startup probe, will be restarted',
    ]);
  });

  test('a probe that goes on passing costs nothing', () => {
    const small = withKubelet();
    small.pod(
      'web',
      container({
        readinessProbe: { httpGet: { port: 80 }, periodSeconds: 1 },
        livenessProbe: { tcpSocket: { port: 80 } },
      }),
    );
    small.at(10);
    expect(condition(small.find('web')?.status, 'Ready')?.status).toBe('True');
    expect(small.cluster.agenda.size()).toBe(0);
  });
});

describe('what is missing', () => {
  test('K-31, scenario 15: a ConfigMap for the environment', () => {
    const small = withKubelet();
    small.pod('web', container({ envFrom: [{ configMapRef: { name: 'cfg' } }] }));
    small.at(2);
    expect(stateOf(small, 'web')?.state?.waiting).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "cfg" not found',
    });
    expect(small.events('web').at(-1)).toBe('Warning Failed Error: configmap "cfg" not found');
    small.client.create(ConfigMap, { metadata: { namespace: 'default', name: 'cfg' }, data: {} });
    small.at(20);
    expect(stateOf(small, 'web')).toMatchObject({ restartCount: 0, state: { running: {} } });
  });

  test.each([
    ['nginx', {}, 'container has runAsNonRoot and image will run as root'],
    ['docker.io/library/busybox:1.36', {}, 'container has runAsNonRoot and image will run as root'],
    ['registry.k8s.io/nginx-slim:0.8', {}, 'container has runAsNonRoot and image will run as root'],
    ['nginx', { runAsUser: 0 }, "container's runAsUser breaks non-root policy"],
    [
      'jenkins/jenkins:lts',
      {},
      'container has runAsNonRoot and image has non-numeric user (jenkins), cannot verify user is non-root',
    ],
  ])('a user of %s %o that is not root', (image, securityContext, error) => {
    const small = withKubelet();
    small.pod('web', {
      ...container({ image, securityContext }),
      securityContext: { runAsNonRoot: true },
    });
    small.at(4);
    const message = `${error} (pod: "web_default(${small.find('web')?.metadata.uid})", container: c)`;
    expect(stateOf(small, 'web')?.state?.waiting).toEqual({ reason: 'CreateContainerConfigError', message });
    expect(small.events('web').at(-1)).toBe(`Warning Failed Error: ${message}`);
  });

  test.each([
    ['redis', { runAsUser: 999 }],
    ['nginx', { runAsNonRoot: false }],
    ['nginxinc/nginx-unprivileged', {}],
    ['example.com/team/app:1', {}],
  ])('%s %o is taken for no root', (image, securityContext) => {
    const small = withKubelet();
    small.pod('web', {
      ...container({ image, securityContext }),
      securityContext: { runAsNonRoot: true },
    });
    small.at(4);
    expect(stateOf(small, 'web')?.state?.running).toBeDefined();
  });

  test('K-80: a ConfigMap volume', () => {
    const small = withKubelet();
    small.pod('web', { ...container({}), volumes: [{ name: 'v', configMap: { name: 'cfg' } }] });
    small.at(3);
    expect(stateOf(small, 'web')?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(small.events('web')).toEqual([
      'Warning FailedMount MountVolume.SetUp failed for volume "v" : configmap "cfg" not found x3',
    ]);
    small.client.create(ConfigMap, { metadata: { namespace: 'default', name: 'cfg' }, data: {} });
    small.at(6);
    expect(small.find('web')?.status?.phase).toBe('Running');
  });
});

describe('termination', () => {
  test('K-72, K-73: SIGTERM, a last status, and the object goes', () => {
    const small = withKubelet();
    small.pod('web', onWorker);
    small.at(3);
    deleted(small, 'web');
    small.at(3.2);
    expect(small.find('web')?.status?.phase).toBe('Running');
    expect(small.events('web').at(-1)).toBe('Normal Killing Stopping container c');
    small.at(4);
    expect(small.find('web')).toBeUndefined();
    expect(small.cluster.agenda.size()).toBe(0);
  });

  test('K-72, scenario 16: what ignores SIGTERM is killed when its grace is over', () => {
    const small = withKubelet();
    small.pod('deaf', onWorker, { annotations: { 'sim.local/behaviour': 'ignores SIGTERM' } });
    small.at(3);
    deleted(small, 'deaf');
    small.at(32);
    expect(small.find('deaf')?.metadata.deletionTimestamp).toBe('2026-01-01T12:00:33Z');
    small.at(34);
    expect(small.find('deaf')).toBeUndefined();
  });

  test('K-70, scenario 17: a shorter second grace counts', () => {
    const small = withKubelet();
    small.pod('deaf', onWorker, { annotations: { 'sim.local/behaviour': 'ignores SIGTERM' } });
    small.at(3);
    deleted(small, 'deaf');
    small.at(13);
    deleted(small, 'deaf', 5);
    small.at(20);
    expect(small.find('deaf')).toBeUndefined();
  });

  test('K-73: a finalizer keeps the object with its last status', () => {
    const small = withKubelet();
    small.pod('kept', script('sleep 1000'), { finalizers: ['example.com/keep'] });
    small.at(3);
    deleted(small, 'kept');
    small.at(36);
    expect(small.find('kept')?.status).toMatchObject({
      phase: 'Failed',
      containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'Error' } } }],
    });
  });
});

describe('a node', () => {
  test('K-76: refuses a pod put on it by hand that does not fit', () => {
    const small = withKubelet();
    const asks = (cpu: string) => container({ resources: { requests: { cpu } } });
    small.pod('first', asks('3900m'));
    small.at(1);
    small.pod('second', asks('2'));
    expect(small.find('second')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message:
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 2000, used: 3900, capacity: 4000",
    });
    expect(small.events('second')).toEqual([
      "Warning OutOfcpu Node didn't have enough resource: cpu, requested: 2000, used: 3900, capacity: 4000",
    ]);
  });

  test('K-74: whose kubelet is stopped leaves its pods as they are until it starts again', () => {
    const small = withKubelet();
    small.pod('web', onWorker);
    small.at(3);
    stopKubelet('worker-1', small.client, small.cluster.clock.now());
    small.cluster.settle();
    deleted(small, 'web');
    small.pod('new', onWorker);
    small.at(100);
    expect(small.find('web')?.metadata.deletionTimestamp).toBeDefined();
    expect(small.find('new')?.status?.startTime).toBeUndefined();
    startKubelet('worker-1', small.client);
    small.at(110);
    expect(small.find('web')).toBeUndefined();
    expect(small.find('new')?.status?.phase).toBe('Running');
  });

  test('N-8: says that it is healthy, in its order', () => {
    const small = withKubelet();
    const node = small.client.get(Node, { namespace: '', name: 'worker-1' });
    expect(node.status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`)).toEqual(
      [
        'MemoryPressure False KubeletHasSufficientMemory',
        'DiskPressure False KubeletHasNoDiskPressure',
        'PIDPressure False KubeletHasSufficientPID',
        'Ready True KubeletReady',
      ],
    );
  });

  test('that somebody made by hand has no kubelet', () => {
    const small = withKubelet();
    small.client.create(Node, { metadata: { name: 'paper' }, spec: {} });
    small.pod('web', { nodeName: 'paper' });
    small.at(60);
    expect(small.find('web')?.status?.phase).toBe('Pending');
    expect(small.find('web')?.status?.startTime).toBeUndefined();
  });
});
