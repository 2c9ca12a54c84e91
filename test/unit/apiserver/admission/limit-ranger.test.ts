import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { sender } from '../../../support/requests.ts';
import { WholeCluster } from '../../../support/whole-cluster.ts';

const AT = '/api/v1/namespaces/default';

function cluster(...limits: readonly object[]) {
  const send = sender(new WholeCluster({ kubelet: 'fast' }));
  send('POST', `${AT}/limitranges`, {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits' },
    spec: { limits },
  });
  return send;
}

type Lists = Partial<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
const container = (name: string, resources?: Lists) => ({
  name,
  image: 'nginx',
  ...(resources === undefined ? {} : { resources }),
});
const podOf = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
const pod = (resources?: Lists) => podOf({ containers: [container('c', resources)] });

describe('Q-1 what containers are given', () => {
  const DEFAULTS = {
    type: 'Container',
    default: { cpu: '200m', memory: '128Mi' },
    defaultRequest: { cpu: '100m' },
  };
  const ANNOTATION = 'kubernetes.io/limit-ranger';
  const made = (spec: object) => cluster(DEFAULTS)('POST', `${AT}/pods`, podOf(spec)) as Pod;
  test('requests and limits they do not say, and a note of it', () => {
    const { metadata, spec } = made({ containers: [container('c')], initContainers: [container('i')] });
    const resources = {
      limits: { cpu: '200m', memory: '128Mi' },
      requests: { cpu: '100m', memory: '128Mi' },
    };
    expect([spec.containers[0]?.resources, spec.initContainers?.[0]?.resources]).toEqual([
      resources,
      resources,
    ]);
    expect(metadata.annotations?.[ANNOTATION]).toBe(
      'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; cpu, memory request for init container i; cpu, memory limit for init container i',
    );
  });
  test('Q-2 a limit that is said has become the request before', () => {
    const { metadata, spec } = made({ containers: [container('c', { limits: { cpu: '1' } })] });
    expect([spec.containers[0]?.resources, metadata.annotations?.[ANNOTATION]]).toEqual([
      { limits: { cpu: '1', memory: '128Mi' }, requests: { cpu: '1', memory: '128Mi' } },
      'LimitRanger plugin set: memory request for container c; memory limit for container c',
    ]);
  });
  test('nothing where everything is said', () => {
    const lists = { cpu: '1', memory: '1Gi' };
    const { metadata } = made({ containers: [container('c', { requests: lists, limits: lists })] });
    expect(metadata.annotations).toBeUndefined();
  });
});

describe('Q-3 what is refused', () => {
  const refusal = (item: object, resources?: Lists) => cluster(item)('POST', `${AT}/pods`, pod(resources));
  test('all that is out of bounds, in one list', () => {
    const item = { type: 'Container', min: { memory: '64Mi' }, max: { cpu: '1', memory: '1Gi' } };
    const limits = { cpu: '2', memory: '1Gi' };
    expect(refusal(item, { requests: { memory: '32Mi' }, limits })).toBe(
      'pods "p" is forbidden: [minimum memory usage per Container is 64Mi, but request is 32Mi, maximum cpu usage per Container is 1, but limit is 2]',
    );
  });
  test('a pod that has no limit where there is a bound', () => {
    expect(refusal({ type: 'Pod', max: { cpu: '1' } })).toBe(
      'pods "p" is forbidden: maximum cpu usage per Pod is 1.  No limit is specified',
    );
  });
  test('a limit too far from its request', () => {
    const item = { type: 'Container', maxLimitRequestRatio: { memory: '2' } };
    expect(refusal(item, { requests: { memory: '1Gi' }, limits: { memory: '4Gi' } })).toBe(
      'pods "p" is forbidden: memory max limit to request ratio per Container is 2, but provided ratio is 4.000000',
    );
  });
  test('a claim by its request', () => {
    const item = { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } };
    const send = cluster(item);
    const claim = (storage: string) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    });
    const answers = ['3Gi', '512Mi', '2Gi'].map((size) =>
      send('POST', `${AT}/persistentvolumeclaims`, claim(size)),
    );
    expect(answers).toEqual([
      'persistentvolumeclaims "data" is forbidden: maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi',
      'persistentvolumeclaims "data" is forbidden: minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 512Mi',
      expect.objectContaining({ kind: 'PersistentVolumeClaim' }),
    ]);
  });
});
