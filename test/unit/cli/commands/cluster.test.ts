import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Sim } from '../../../support/sim.ts';

const MANIFESTS = `apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {colour: blue}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bare, namespace: shop}
spec: {containers: [{name: c, image: nginx}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: nginx}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once, namespace: shop}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: ["true"]}]}
`;

async function withObjects(text: string): Promise<Sim> {
  const sim = await Sim.create();
  const path = join(sim.folder, 'objects.yaml');
  writeFileSync(path, text);
  await sim.ok('apply', '-f', path);
  await sim.ok('clock', 'advance', '30s');
  return sim;
}

describe('sim cluster export', () => {
  test('a new cluster has nothing that users made', async () => {
    const sim = await Sim.create();
    expect(await sim.run(['cluster', 'export'])).toEqual({
      exit: 0,
      out: '',
      err: 'There is nothing to export: nobody has made anything yet.\n',
    });
    sim.remove();
  });

  test('what it prints makes the same objects in another cluster', async () => {
    const first = await withObjects(MANIFESTS);
    const exported = await first.ok('cluster', 'export');
    const second = await withObjects(exported);
    expect(await second.ok('cluster', 'export')).toBe(exported);
    const kinds = [...exported.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind);
    expect(kinds).toEqual([
      'Namespace',
      'ConfigMap',
      'PersistentVolumeClaim',
      'Service',
      'Pod',
      'Deployment',
      'StatefulSet',
      'Job',
    ]);
    for (const word of [
      'uid:',
      'resourceVersion',
      'status:',
      'clusterIP:',
      'nodeName',
      'kube-api-access',
      'volumeName',
    ])
      expect(exported).not.toContain(word);
    first.remove();
    second.remove();
  });

  test('-o json is one List, -n one namespace', async () => {
    const sim = await withObjects(MANIFESTS);
    await sim.ok('create', 'configmap', 'other');
    const list = JSON.parse(await sim.ok('cluster', 'export', '-n', 'default', '-o', 'json'));
    expect(list).toEqual({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other', namespace: 'default' } }],
    });
    sim.remove();
  });
});

describe('sim cluster list', () => {
  test('shows the cluster in use', async () => {
    const sim = await Sim.create();
    expect(await sim.ok('cluster', 'list')).toBe(
      `CURRENT   CONTEXT   NODES   KUBELET     PACE     TIME                   STATE\n` +
        `*         sim       3       realistic   manual   2026-01-05T09:00:00Z   ${sim.state}\n`,
    );
    sim.remove();
  });
});

describe('sim cluster create --durations', () => {
  const READY = '{.status.conditions[?(@.type=="Ready")].status}';

  test('says how long kubelets take, also in later commands', async () => {
    const sim = await Sim.create();
    await sim.ok('cluster', 'delete');
    const durations = 'pull=1m,start=10s-20s,first-probe=0s';
    await sim.ok('cluster', 'create', '--pace=manual', '--seed=1', `--durations=${durations}`);
    await sim.ok('run', 'web', '--image=nginx');
    const seen: string[] = [];
    for (const length of ['59s', '10s', '12s']) {
      await sim.ok('clock', 'advance', length);
      seen.push(await sim.ok('get', 'pod', 'web', `-o=jsonpath=${READY}`));
    }
    expect(seen).toEqual(['False', 'False', 'True']);
    sim.remove();
  });

  test.each([
    {
      text: 'sleep=1s',
      why: '"sleep=1s" is no duration: write pull=1s-5s; there are pull, check, start, stop, notice, first-probe',
    },
    { text: 'pull=5', why: '"5" in "pull=5" is no length of time: write 1s or 500ms' },
    { text: 'pull=5s-1s', why: '"pull=5s-1s" ends before it begins' },
  ])('$text is refused', async ({ text, why }) => {
    const sim = await Sim.create();
    const { exit, err } = await sim.run(['cluster', 'create', `--durations=${text}`]);
    expect([exit, err.split('\n')[0]]).toEqual([1, `error: ${why}`]);
    sim.remove();
  });
});
