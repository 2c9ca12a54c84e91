import { describe, expect, test } from 'vitest';
import { type Answer, kubectl } from '../../support/memory-kubectl.ts';

const GROUPS = { groups: [{ name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }] }] };

const pod = (
  namespace: string,
  name: string,
  ...containers: readonly (readonly [string, string, string])[]
) => ({
  metadata: { namespace, name },
  containers: containers.map(([container, cpu, memory]) => ({ name: container, usage: { cpu, memory } })),
});
const list = (kind: string, items: readonly unknown[]) => ({
  apiVersion: 'metrics.k8s.io/v1beta1',
  kind,
  metadata: { resourceVersion: '1' },
  items,
});

const PODS = [
  pod('default', 'web-b', ['nginx', '100m', '64Mi'], ['side', '1500n', '10Mi']),
  pod('default', 'web-a', ['nginx', '250m', '32Mi']),
];
const NODES = [{ metadata: { name: 'n1' }, usage: { cpu: '500m', memory: '2Gi' } }];
const node = (name: string) => ({
  metadata: { name },
  status: { allocatable: { cpu: '2', memory: '4Gi' }, capacity: { cpu: '4', memory: '8Gi' } },
});

const measured: Answer = ({ path }) => {
  const bodies: Readonly<Record<string, unknown>> = {
    '/apis': GROUPS,
    '/apis/metrics.k8s.io/v1beta1/nodes': list('NodeMetricsList', NODES),
    '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods': list('PodMetricsList', PODS),
    '/apis/metrics.k8s.io/v1beta1/pods': list('PodMetricsList', PODS),
    '/api/v1/nodes': list('NodeList', [node('n1'), node('n2')]),
  };
  return path in bodies ? { body: bodies[path] } : undefined;
};

async function shown(...argv: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await kubectl(['top', ...argv], { answer: measured });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('top', () => {
  test('needs the metrics API', async () => {
    const told = await kubectl(['top', 'nodes'], { answer: () => ({ body: { groups: [] } }) });
    expect(told).toMatchObject({ stdout: '', stderr: 'error: Metrics API not available\n', exit: 1 });
  });

  test('node: percent of what pods can have; nodes that are not measured come last', async () => {
    expect(await shown('node')).toEqual([
      'NAME   CPU(cores)   CPU(%)      MEMORY(bytes)   MEMORY(%)   ',
      'n1     500m         25%         2048Mi          50%         ',
      'n2     <unknown>    <unknown>   <unknown>       <unknown>   ',
    ]);
  });

  test('node: percent of the capacity', async () => {
    expect((await shown('no', '--show-capacity', '--no-headers'))[0]).toMatch(
      /^n1 +500m +12% +2048Mi +25% +$/,
    );
  });

  test('pod: by name, by what they use, container by container', async () => {
    expect(await shown('pod')).toEqual([
      'NAME    CPU(cores)   MEMORY(bytes)   ',
      'web-a   250m         32Mi            ',
      'web-b   101m         74Mi            ',
    ]);
    expect((await shown('po', '--sort-by=memory', '--no-headers'))[0]).toMatch(/^web-b/);
    expect((await shown('pods', '--containers'))[2]).toMatch(/^web-b +nginx +100m +64Mi +$/);
  });

  test('pod: namespaces and the sum', async () => {
    expect(await shown('pod', '-A', '--sum')).toEqual([
      'NAMESPACE   NAME    CPU(cores)   MEMORY(bytes)   ',
      'default     web-a   250m         32Mi            ',
      'default     web-b   101m         74Mi            ',
      '                    ________     ________        ',
      '                    351m         106Mi           ',
    ]);
  });
});
