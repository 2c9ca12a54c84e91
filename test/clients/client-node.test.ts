import {
  ApiException,
  AppsV1Api,
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Deployment,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServedCluster } from './serving.ts';

const namespace = 'default';
let cluster: ServedCluster;
let config: KubeConfig;
let core: CoreV1Api;
let apps: AppsV1Api;

beforeAll(async () => {
  cluster = await ServedCluster.start();
  config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
  apps = config.makeApiClient(AppsV1Api);
}, 120_000);
afterAll(() => cluster.end());

const deployment = (name: string): V1Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'nginx' }] },
    },
  },
});

async function until<T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('creates a deployment, whose pods it then lists', async () => {
  await apps.createNamespacedDeployment({ namespace, body: deployment('web') });
  const ready = await until(
    () => apps.readNamespacedDeployment({ name: 'web', namespace }),
    ({ status }) => status?.availableReplicas === 2,
  );
  expect(ready.metadata?.creationTimestamp).toBeInstanceOf(Date);
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: 'app=web' });
  expect(items.map(({ status }) => status?.phase)).toEqual(['Running', 'Running']);
}, 20_000);

test('patches by JSON Patch, and by strategic merge where it says so', async () => {
  const body = [{ op: 'replace', path: '/spec/replicas', value: 3 }];
  const patched = await apps.patchNamespacedDeployment({ name: 'web', namespace, body });
  expect(patched.spec?.replicas).toBe(3);
  const merged = await apps.patchNamespacedDeployment(
    { name: 'web', namespace, body: { metadata: { labels: { tier: 'front' } } } },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
  expect(merged.metadata?.labels).toEqual({ tier: 'front' });
});

test('scales by the subresource', async () => {
  const scale = await apps.readNamespacedDeploymentScale({ name: 'web', namespace });
  const body = { ...scale, spec: { replicas: 1 } };
  const replaced = await apps.replaceNamespacedDeploymentScale({ name: 'web', namespace, body });
  expect(replaced.spec?.replicas).toBe(1);
});

test('is told what is wrong', async () => {
  const refused = await core.readNamespacedPod({ name: 'nope', namespace }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiException);
  const { code, body } = refused as ApiException<string>;
  expect([code, JSON.parse(body).message]).toEqual([404, 'pods "nope" not found']);
});

test('lists in pages', async () => {
  for (const name of ['a', 'b', 'c'])
    await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name, labels: { page: 'yes' } } },
    });
  const names: string[] = [];
  let _continue: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof core.listNamespacedConfigMap>> = await core.listNamespacedConfigMap(
      {
        namespace,
        labelSelector: 'page',
        limit: 2,
        ...(_continue === undefined ? {} : { _continue }),
      },
    );
    names.push(...page.items.map(({ metadata }) => metadata?.name ?? ''));
    _continue = page.metadata?._continue;
  } while (_continue);
  expect(names).toEqual(['a', 'b', 'c']);
});

test('watches', async () => {
  const seen: string[] = [];
  const controller = await new Watch(config).watch(
    `/api/v1/namespaces/${namespace}/configmaps`,
    { labelSelector: 'watched' },
    (phase: string, object: V1ConfigMap) => seen.push(`${phase} ${object.metadata?.name}`),
    () => {},
  );
  const body = { metadata: { name: 'seen', labels: { watched: 'yes' } } };
  await core.createNamespacedConfigMap({ namespace, body });
  await core.deleteNamespacedConfigMap({ name: 'seen', namespace });
  await until(
    async () => seen.length,
    (count) => count === 2,
  );
  controller.abort();
  expect(seen).toEqual(['ADDED seen', 'DELETED seen']);
}, 20_000);

test('keeps a cache by an informer', async () => {
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: 'informed' });
  const informer = makeInformer(config, path, list, 'informed');
  const told: string[] = [];
  informer.on('add', (object) => told.push(`add ${object.metadata?.name}`));
  informer.on('update', (object) => told.push(`update ${object.data?.['a']}`));
  informer.on('delete', (object) => told.push(`delete ${object.metadata?.name}`));
  await informer.start();
  const metadata = { name: 'kept', labels: { informed: 'yes' } };
  const made = await core.createNamespacedConfigMap({ namespace, body: { metadata } });
  await core.replaceNamespacedConfigMap({ name: 'kept', namespace, body: { ...made, data: { a: '1' } } });
  await until(
    async () => informer.get('kept', namespace)?.data?.['a'],
    (a) => a === '1',
  );
  await core.deleteNamespacedConfigMap({ name: 'kept', namespace });
  await until(
    async () => told.length,
    (count) => count === 3,
  );
  await informer.stop();
  expect(told).toEqual(['add kept', 'update 1', 'delete kept']);
}, 20_000);

test('reads, creates, patches and deletes any kind by its own words', async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const metadata = { name: 'any', namespace };
  const made = await objects.create(deployment('any'));
  expect([made.kind, made.metadata?.name]).toEqual(['Deployment', 'any']);
  const patched = await objects.patch({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels: { patched: 'yes' } },
  });
  expect(patched.metadata?.labels).toEqual({ patched: 'yes' });
  const read = await objects.read({ apiVersion: 'apps/v1', kind: 'Deployment', metadata });
  expect(read.metadata?.uid).toBe(made.metadata?.uid);
  const gone = await objects.delete({ apiVersion: 'apps/v1', kind: 'Deployment', metadata });
  expect(gone.status).toBe('Success');
}, 20_000);
