import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { isMeasured, scrapedAt } from '../../../../src/kinds/metrics/scrape.ts';
import { amountsFrom, LOAD, USAGE, usageOf, type Workloads } from '../../../../src/kinds/metrics/usage.ts';
import { instant } from '../../../../src/machinery/instant.ts';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';

const IDLE = { cpu: 1, memory: 8 * 1024 * 1024 * 1000 };
const ready = [{ type: 'Ready', status: 'True' }];

function pod(annotations: Readonly<Record<string, string>>, containers = ['web'], conditions = ready): Pod {
  return {
    metadata: {
      name: 'web-1',
      namespace: 'default',
      annotations,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', uid: 'rs', controller: true },
      ],
    },
    spec: { containers: containers.map((name) => ({ name })) },
    status: { phase: 'Running', conditions },
  } as object as Pod;
}

/** A ReplicaSet below a Deployment, both annotated. */
function workloads(load: string | undefined, count: number): Workloads {
  const set = {
    metadata: {
      uid: 'rs',
      annotations: { [LOAD]: 'cpu=9' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd', controller: true },
      ],
    },
  } as object as KubeObject;
  const annotations = load === undefined ? {} : { [LOAD]: load };
  const deployment = { metadata: { uid: 'd', annotations } } as object as KubeObject;
  return { owner: ({ uid }) => (uid === 'rs' ? set : deployment), readyPods: () => count };
}

const usage = (one: Pod, all: Workloads = workloads(undefined, 1)) =>
  Object.fromEntries([...usageOf(one, all)].map(([name, amounts]) => [name, Object.fromEntries(amounts)]));

describe('what a pod uses', () => {
  test('is next to nothing where nobody says anything', () => {
    expect(usage(pod({}))).toEqual({ web: IDLE });
  });
  test('is what its annotation says, divided by its containers', () => {
    expect(usage(pod({ [USAGE]: 'cpu=181m, memory=64Mi' }, ['web', 'log']))).toEqual({
      web: { cpu: 91, memory: 32 * 1024 * 1024 * 1000 },
      log: { cpu: 90, memory: 32 * 1024 * 1024 * 1000 },
    });
  });
  test('may be said container by container', () => {
    expect(usage(pod({ [USAGE]: 'web: cpu=100m; log: cpu=5m' }, ['web', 'log', 'other']))).toEqual({
      web: { ...IDLE, cpu: 100 },
      log: { ...IDLE, cpu: 5 },
      other: IDLE,
    });
  });
  test('is its share of the load of who owns it in the end', () => {
    expect(usage(pod({}), workloads('cpu=180m,requests=90', 4))).toEqual({
      web: { ...IDLE, cpu: 45, requests: 22500 },
    });
  });
  test('is the whole load where each pod has it', () => {
    expect(usage(pod({}), workloads('cpu=180m,each', 4))).toEqual({ web: { ...IDLE, cpu: 180 } });
  });
  test('is nothing of the load while it is not ready', () => {
    const starting = pod({}, ['web'], [{ type: 'Ready', status: 'False' }]);
    expect(usage(starting, workloads('cpu=180m', 4))).toEqual({ web: IDLE });
  });
  test('what cannot be read says nothing', () => {
    expect(Object.fromEntries(amountsFrom('cpu=1x9,memory,=3,web=2'))).toEqual({ web: 2000 });
  });
});

describe('metrics-server looks every 15 seconds', () => {
  const at = (second: number) => instant(Date.parse('2026-01-01T12:00:00Z') + second * 1000);
  const started = { status: { phase: 'Running', startTime: '2026-01-01T12:00:07Z' } } as object as Pod;
  test('at whole multiples', () => {
    expect(scrapedAt(at(44))).toBe(at(30));
  });
  test('and knows a pod when it has seen it twice', () => {
    expect([29, 30].map((second) => isMeasured(started, at(second)))).toEqual([false, true]);
  });
});
