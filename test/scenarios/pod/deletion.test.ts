import { describe, expect, test } from 'vitest';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { EndpointSlice } from '../../../src/kinds/discovery/endpointslice/kind.ts';
import { seconds } from '../../../src/machinery/instant.ts';
import { pod, STEADY, service, WholeCluster } from '../../support/whole-cluster.ts';

const DEAF = 'ignores SIGTERM';
const behaving = (name: string, behaviour: string) => {
  const draft = pod(name, { containers: [{ name: 'c', image: 'nginx:1.27' }] });
  const metadata = {
    ...draft.metadata,
    labels: { app: 'web' },
    annotations: { 'sim.local/behaviour': behaviour },
  };
  return { ...draft, metadata };
};
const remove = (whole: WholeCluster, name: string, grace?: number): void => {
  whole.client.delete(
    Pod,
    { namespace: 'default', name },
    grace === undefined ? {} : { grace: seconds(grace) },
  );
  whole.settle();
};
/** A pod that runs, at second 10 of its cluster. */
const running = (behaviour: string): WholeCluster => {
  const whole = new WholeCluster({ durations: STEADY });
  whole.create(service('web'), behaving('web', behaviour));
  whole.passTo(10);
  return whole;
};
const dueAt = (whole: WholeCluster) => {
  const { deletionTimestamp, deletionGracePeriodSeconds } = whole.pod('web').metadata;
  return [whole.secondOf(deletionTimestamp), deletionGracePeriodSeconds];
};

describe('SP-16 a pod that is deleted', () => {
  test('K-70 K-72 and ignores SIGTERM has its grace period', () => {
    const whole = running(DEAF);
    const rows = whole.watchPod('web');
    const ended: number[] = [];
    whole.cluster.store.watch('core/pods/default/web', ({ entry }) => {
      const code = (entry.value as Pod).status?.containerStatuses?.[0]?.state?.terminated?.exitCode;
      if (code !== undefined) ended.push(code);
    });
    remove(whole, 'web');
    expect(dueAt(whole)).toEqual([40, 30]);
    expect(whole.events('web').at(-1)).toBe('Normal Killing Stopping container c');
    whole.pass(2);
    const [slice] = whole.client
      .list(EndpointSlice, { namespace: 'default' })
      .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'web');
    expect(slice?.endpoints?.[0]?.conditions).toEqual({ ready: false, serving: true, terminating: true });
    whole.pass(40);
    expect(rows).toEqual(['0s 1/1 Terminating 0', '30s 0/1 Error 0', '30s gone']);
    expect(ended[0]).toBe(137);
  });

  test('and ends a second after SIGTERM is gone then', () => {
    const whole = running('runs');
    const rows = whole.watchPod('web');
    remove(whole, 'web');
    whole.pass(5);
    expect(rows).toEqual(['0s 1/1 Terminating 0', '1s 0/1 Completed 0', '1s gone']);
  });
});

describe('K-72 whoever is the first process of its container hears only what it has a trap for', () => {
  const trap = (script: string): readonly string[] => [
    'sh',
    '-c',
    `trap '${script}' TERM; sleep 3600 & wait`,
  ];
  test.each<[string, readonly string[], object, readonly string[]]>([
    ['sleep is killed', ['sleep', '3600'], {}, ['30s 0/1 Error 0', '30s gone']],
    ['so is a shell', ['sh', '-c', 'while true; do sleep 5; done'], {}, ['30s 0/1 Error 0', '30s gone']],
    ['a trap ends it', trap('exit 0'), {}, ['1s 0/1 Completed 0', '1s gone']],
    ['in its time', trap('sleep 7; exit 3'), {}, ['7s 0/1 Error 0', '7s gone']],
    [
      'beside a pause process it is not the first',
      ['sleep', '3600'],
      { shareProcessNamespace: true },
      ['1s 0/1 Error 0', '1s gone'],
    ],
  ])('%s', (_, command, spec, end) => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(pod('web', { containers: [{ name: 'c', image: 'busybox:1.36', command }], ...spec }));
    whole.passTo(10);
    const rows = whole.watchPod('web');
    remove(whole, 'web');
    whole.pass(40);
    expect(rows).toEqual(['0s 1/1 Terminating 0', ...end]);
  });
});

describe('SP-17 a second delete', () => {
  test.each([
    [
      'K-70 K-71 with a grace that is over already: due now, and the runtime gives it 2 s',
      5,
      [20, 1],
      '12s gone',
    ],
    [
      'K-70 with less: due that much after the first delete, and the runtime counts anew',
      20,
      [30, 20],
      '30s gone',
    ],
    ['K-70 with more: nothing changes', 60, [40, 30], '30s gone'],
  ])('%s', (_, grace, due, end) => {
    const whole = running(DEAF);
    const rows = whole.watchPod('web');
    remove(whole, 'web');
    whole.pass(10);
    remove(whole, 'web', grace);
    expect(dueAt(whole)).toEqual(due);
    whole.pass(60);
    expect(rows.at(-1)).toBe(end);
  });

  test('K-71 by force: the object is gone at once', () => {
    const whole = running(DEAF);
    remove(whole, 'web');
    remove(whole, 'web', 0);
    expect(whole.client.find(Pod, { namespace: 'default', name: 'web' })).toBeUndefined();
  });

  test('K-70 a pod without a node goes at once', () => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(pod('web', { nodeSelector: { no: 'such' } }));
    whole.pass(1);
    remove(whole, 'web');
    expect(whole.client.find(Pod, { namespace: 'default', name: 'web' })).toBeUndefined();
  });
});

describe('SP-18 activeDeadlineSeconds', () => {
  test('K-75 a pod fails that long after its start, and is told so', () => {
    const whole = new WholeCluster({ durations: STEADY });
    const rows = whole.watchPod('web');
    whole.create(pod('web', { activeDeadlineSeconds: 20 }));
    whole.pass(30);
    const text = 'Pod was active on the node longer than the specified deadline';
    const { phase, reason, message } = whole.pod('web').status ?? {};
    expect([phase, reason, message]).toEqual(['Failed', 'DeadlineExceeded', text]);
    expect(whole.events('web')).toContain(`Normal DeadlineExceeded ${text}`);
    expect(rows.at(-1)).toMatch(/^21s /);
  });

  test('K-75 and has not failed as long as a container of it runs', () => {
    const whole = new WholeCluster({ durations: STEADY });
    const command = ['sh', '-c', 'sleep 3600'];
    const containers = [{ name: 'c', image: 'busybox', command }];
    whole.create(pod('web', { containers, activeDeadlineSeconds: 20, terminationGracePeriodSeconds: 5 }));
    const seen = [22, 24, 26].map((second) => {
      whole.passTo(second);
      const { phase, reason, conditions } = whole.pod('web').status ?? {};
      const shown = (conditions ?? []).map(({ type, status, lastTransitionTime: since }) =>
        type === 'Ready' || type.startsWith('PodReady') ? `${type}=${status} ${since?.slice(-3)}` : '',
      );
      return [phase, reason, ...shown.filter((text) => text !== '')];
    });
    expect(seen).toEqual([
      ['Running', undefined, 'PodReadyToStartContainers=True 01Z', 'Ready=False 20Z'],
      ['Running', undefined, 'PodReadyToStartContainers=True 01Z', 'Ready=False 20Z'],
      ['Failed', 'DeadlineExceeded', 'PodReadyToStartContainers=False 25Z', 'Ready=False 20Z'],
    ]);
  });
});
