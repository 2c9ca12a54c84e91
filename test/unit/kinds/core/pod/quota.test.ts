import { describe, expect, test } from 'vitest';
import { podQuota } from '../../../../../src/kinds/core/pod/quota.ts';
import type { Pod, PodSpec } from '../../../../../src/kinds/core/pod/types.ts';
import { listOf } from '../../../../../src/kinds/core/resource-amounts.ts';
import { NOON, podOf, secondsAgo } from '../../../../support/workloads.ts';

type Lists = Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
const container = (name: string, resources: Partial<Lists> = {}, more: object = {}) => ({
  name,
  image: 'nginx',
  resources,
  ...more,
});
const pod = (spec: object, parts: object = {}): Pod =>
  podOf({ name: 'web', spec: spec as Partial<PodSpec>, ...parts });
const usage = (one: Pod) => listOf(podQuota.usage(one, NOON));
const COUNT = { 'count/pods': '1', pods: '1' };

describe('Q-6 what a pod uses', () => {
  test('requests also under their bare names, limits not', () => {
    const resources = { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } };
    expect(usage(pod({ containers: [container('a', resources)] }))).toEqual({
      ...COUNT,
      cpu: '500m',
      'requests.cpu': '500m',
      'limits.cpu': '1',
      memory: '1Gi',
      'requests.memory': '1Gi',
      'limits.memory': '2Gi',
    });
  });
  test('extended resources only as requests, huge pages under both names', () => {
    const requests = { 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi' };
    expect(usage(pod({ containers: [container('a', { requests })] }))).toEqual({
      ...COUNT,
      'requests.example.com/gpu': '2',
      'hugepages-2Mi': '4Mi',
      'requests.hugepages-2Mi': '4Mi',
    });
  });
  test('S-11 the largest step of the start, with the sidecars before it', () => {
    const cpu = (amount: string): Partial<Lists> => ({ requests: { cpu: amount } });
    const spec = {
      initContainers: [
        container('log', cpu('1'), { restartPolicy: 'Always' }),
        container('migrate', cpu('3')),
      ],
      containers: [container('a', cpu('1'))],
      overhead: { cpu: '250m', memory: '10Mi' },
    };
    expect(usage(pod(spec))).toEqual({
      ...COUNT,
      cpu: '4250m',
      'requests.cpu': '4250m',
      memory: '10Mi',
      'requests.memory': '10Mi',
    });
  });
  test('Q-5 one that has ended counts as an object alone', () => {
    const spec = { containers: [container('a', { requests: { cpu: '1' } })] };
    expect(usage(pod(spec, { phase: 'Succeeded' }))).toEqual({ 'count/pods': '1' });
  });
  test('Q-5 one whose time to end is over, too', () => {
    const ended = (seconds: number) =>
      pod({}, { metadata: { deletionTimestamp: secondsAgo(seconds), deletionGracePeriodSeconds: 30 } });
    expect([usage(ended(31)), usage(ended(29))]).toEqual([{ 'count/pods': '1' }, COUNT]);
  });
});

describe('Q-4 what a quota demands', () => {
  const spec = {
    initContainers: [container('init')],
    containers: [container('b', { limits: { cpu: '1' } }), container('a')],
  };
  test('every container to say its cpu and memory', () => {
    expect(podQuota.missing(pod(spec), ['requests.memory', 'limits.cpu', 'pods'])).toEqual([
      'limits.cpu for: a,init',
      'requests.memory for: a,b,init',
    ]);
  });
  test('nothing else', () => {
    expect(podQuota.missing(pod(spec), ['pods', 'requests.ephemeral-storage'])).toEqual([]);
  });
});

describe('Q-6 scopes', () => {
  const scope = (scopeName: string, operator: 'Exists' | 'In' | 'NotIn' = 'Exists', values = ['high']) => ({
    scopeName,
    operator,
    ...(operator === 'Exists' ? {} : { values }),
  });
  const SCOPES = [
    scope('Terminating'),
    scope('NotTerminating'),
    scope('BestEffort'),
    scope('NotBestEffort'),
    scope('PriorityClass'),
    scope('PriorityClass', 'In'),
    scope('PriorityClass', 'NotIn'),
    scope('CrossNamespacePodAffinity'),
  ];
  const within = (spec: object): readonly string[] =>
    SCOPES.filter((one) => podQuota.isIn(pod(spec), one)).map(({ scopeName, operator }) =>
      operator === 'Exists' ? scopeName : `${scopeName} ${operator}`,
    );
  const term = { topologyKey: 'zone', namespaces: ['other'] };
  test.each([
    { what: 'a plain pod', spec: {}, scopes: ['NotTerminating', 'BestEffort', 'PriorityClass NotIn'] },
    {
      what: 'one with a deadline',
      spec: { activeDeadlineSeconds: 0 },
      scopes: ['Terminating', 'BestEffort', 'PriorityClass NotIn'],
    },
    {
      what: 'one that asks for something',
      spec: { containers: [container('a', { requests: { cpu: '1' } })] },
      scopes: ['NotTerminating', 'NotBestEffort', 'PriorityClass NotIn'],
    },
    {
      what: 'one of a class',
      spec: { priorityClassName: 'high' },
      scopes: ['NotTerminating', 'BestEffort', 'PriorityClass', 'PriorityClass In'],
    },
    {
      what: 'one that looks elsewhere',
      spec: { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } },
      scopes: ['NotTerminating', 'BestEffort', 'PriorityClass NotIn', 'CrossNamespacePodAffinity'],
    },
  ])('$what', ({ spec, scopes }) => expect(within(spec)).toEqual(scopes));
});
