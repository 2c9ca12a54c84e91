import { describe, expect, test } from 'vitest';
import type { PodSpec } from '../../../src/kinds/core/pod/types.ts';
import { pod, STEADY, WholeCluster } from '../../support/whole-cluster.ts';

/** Restarts take no time: what is left is the back-off. */
const INSTANT = { ...STEADY, pull: [0, 0], check: [0, 0], start: [0, 0], notice: [100, 100] } as const;

const script = (text: string, more: Partial<PodSpec> = {}): Partial<PodSpec> => ({
  containers: [{ name: 'c', image: 'busybox:1.36', command: ['sh', '-c', text] }],
  ...more,
});
const annotated = (name: string, behaviour: string) => {
  const draft = pod(name, { containers: [{ name: 'c', image: 'busybox:1.36' }] });
  return { ...draft, metadata: { ...draft.metadata, annotations: { 'sim.local/behaviour': behaviour } } };
};
const statusOf = (whole: WholeCluster, name: string) => whole.pod(name).status?.containerStatuses?.[0];
/** When the container was seen to run, with its restarts. */
const starts = (rows: readonly string[]) =>
  rows.filter((row) => row.includes('Running')).map((row) => row.replace(' 1/1 Running', ''));
const told = (whole: WholeCluster, name: string) =>
  whole
    .pod(name)
    .status?.conditions?.map(({ type, status, reason = '' }) => `${type} ${status} ${reason}`.trim());

describe('SP-05 a container that exits 1 as soon as it runs', () => {
  const whole = new WholeCluster({ durations: INSTANT });
  const rows = whole.watchPod('p');
  whole.create(annotated('p', 'crashes after 1ms'));
  const { uid } = whole.pod('p').metadata;
  const messages: string[] = [];
  for (let second = 1; second <= 1220; second++) {
    whole.pass(1);
    const message = statusOf(whole, 'p')?.state?.waiting?.message;
    if (message !== undefined && message !== messages.at(-1)) messages.push(message);
  }

  test('K-40 is started again at once, then after 10 s, 20 s and so on up to 5 min', () => {
    expect(starts(rows)).toEqual([
      '0s 0',
      '0s 1',
      '10s 2',
      '30s 3',
      '70s 4',
      '150s 5',
      '310s 6',
      '610s 7',
      '910s 8',
      '1210s 9',
    ]);
  });
  test('K-33 the message tells the pause', () => {
    expect(messages).toEqual(
      ['10s', '20s', '40s', '1m20s', '2m40s', '5m0s'].map(
        (pause) => `back-off ${pause} restarting failed container=c pod=p_default(${uid})`,
      ),
    );
  });
  test('STATUS turns from Error to CrashLoopBackOff and back', () => {
    expect(rows.slice(0, 9)).toEqual([
      '0s 0/1 Pending 0',
      '0s 0/1 ContainerCreating 0',
      '0s 1/1 Running 0',
      '0s 0/1 Error 0',
      '0s 1/1 Running 1',
      '0s 0/1 Error 1',
      '0s 0/1 CrashLoopBackOff 1',
      '10s 1/1 Running 2',
      '10s 0/1 Error 2',
    ]);
  });
  test('K-4 the pod is Running all the time', () => {
    expect(whole.pod('p').status?.phase).toBe('Running');
  });
  test('K-31 the event', () => {
    const backOffs = whole.events('p').filter((text) => text.startsWith('Warning BackOff'));
    expect(backOffs.map((text) => text.replace(/ x\d+$/, ''))).toEqual([
      `Warning BackOff Back-off restarting failed container c in pod p_default(${uid})`,
    ]);
  });
});

describe('SP-06 a container that crashes after it ran long', () => {
  const runs = (behaviour: string): readonly string[] => {
    const whole = new WholeCluster({ durations: INSTANT });
    const rows = whole.watchPod('p');
    whole.create(annotated('p', behaviour));
    whole.pass(4000);
    return starts(rows);
  };
  test('K-41 for more than 10 minutes: it is started at once each time', () => {
    expect(runs('crashes after 601s')).toEqual([
      '0s 0',
      '601s 1',
      '1202s 2',
      '1803s 3',
      '2404s 4',
      '3005s 5',
      '3606s 6',
    ]);
  });
  test('K-41 for 599 s: the pauses double, counted from its end', () => {
    expect(runs('crashes after 599s')).toEqual([
      '0s 0',
      '599s 1',
      '1208s 2',
      '1827s 3',
      '2466s 4',
      '3145s 5',
      '3904s 6',
    ]);
  });
});

describe('SP-07 exit 0 where it is to run always', () => {
  const whole = new WholeCluster({ durations: INSTANT });
  const rows = whole.watchPod('p');
  whole.create(pod('p', script('true')));
  whole.pass(60);

  test('K-42 the same pauses', () => {
    expect(starts(rows)).toEqual(['0s 0', '0s 1', '10s 2', '30s 3']);
  });
  test('K-13 STATUS turns from Completed to CrashLoopBackOff', () => {
    expect(rows.slice(-3)).toEqual([
      '30s 1/1 Running 3',
      '30s 0/1 Completed 3',
      '30s 0/1 CrashLoopBackOff 3',
    ]);
    expect(statusOf(whole, 'p')?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });
});

describe('SP-08 restart policies', () => {
  const whole = new WholeCluster({ durations: INSTANT });
  const names = { again: 'OnFailure', fails: 'Never' } as const;
  const rows = new Map<string, readonly string[]>();
  for (const [name, restartPolicy] of Object.entries(names)) {
    rows.set(name, whole.watchPod(name));
    whole.create(pod(name, script('exit 1', { restartPolicy })));
  }
  rows.set('works', whole.watchPod('works'));
  whole.create(pod('works', script('exit 0', { restartPolicy: 'Never' })));
  whole.pass(60);

  test('OnFailure and exit 1: as with Always', () => {
    expect(starts(rows.get('again') ?? [])).toEqual(['0s 0', '0s 1', '10s 2', '30s 3']);
    expect(whole.pod('again').status?.phase).toBe('Running');
  });
  test('K-23 Never and exit 1: the pod has failed', () => {
    expect(rows.get('fails')?.at(-1)).toBe('0s 0/1 Error 0');
    expect(whole.pod('fails').status?.phase).toBe('Failed');
    expect(told(whole, 'fails')).toEqual([
      'PodReadyToStartContainers False',
      'Initialized True',
      'Ready False PodFailed',
      'ContainersReady False PodFailed',
      'PodScheduled True',
    ]);
  });
  test('K-21 K-22 Never and exit 0: the pod is complete', () => {
    expect(rows.get('works')?.at(-1)).toBe('0s 0/1 Completed 0');
    expect(whole.pod('works').status?.phase).toBe('Succeeded');
    expect(told(whole, 'works')).toEqual([
      'PodReadyToStartContainers False',
      'Initialized True PodCompleted',
      'Ready False PodCompleted',
      'ContainersReady False PodCompleted',
      'PodScheduled True',
    ]);
  });
});
