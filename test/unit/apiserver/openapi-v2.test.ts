import { expect, test } from 'vitest';
import type { OpenApiV2 } from '../../../src/apiserver/openapi-v2.ts';
import { loadDescriptions } from '../../../src/kinds/schema/docs.ts';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

// Whoever ran before may have had texts to describe fields with: here is none.
loadDescriptions(() => Buffer.from('{}'));
const send = sender(new WholeCluster());
const openAPIV3Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        port: { 'x-kubernetes-int-or-string': true },
        note: { type: 'string', nullable: true, oneOf: [{ pattern: 'a' }, { pattern: 'b' }] },
        more: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          properties: { a: { type: 'string' } },
        },
        size: { type: 'integer', default: 1 },
      },
    },
  },
};
send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
  metadata: { name: 'bars.company.com' },
  spec: {
    group: 'company.com',
    scope: 'Cluster',
    names: { plural: 'bars', kind: 'Bar' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
  },
});
const document = send('GET', '/openapi/v2') as OpenApiV2;
const definition = (name: string): unknown => document.definitions[`io.k8s.${name}`];

test('every reference leads somewhere', () => {
  const places = [...JSON.stringify(document).matchAll(/"\$ref":"#\/(\w+)\/([^"]+)"/g)];
  const lost = places.filter(
    ([, part, name]) => document[part as 'definitions' | 'parameters'][name ?? ''] === undefined,
  );
  expect(lost.map(([text]) => text)).toEqual([]);
  expect(places.length).toBeGreaterThan(1000);
});

test('a kind has its collection and its objects', () => {
  const path = '/api/v1/namespaces/{namespace}/configmaps';
  const operations = (at: string): unknown =>
    Object.entries(document.paths[at] ?? {}).map(([name, value]) => [
      name,
      (value as { readonly operationId?: string }).operationId,
    ]);
  expect(operations(path)).toEqual([
    ['get', 'listCoreV1NamespacedConfigMap'],
    ['post', 'createCoreV1NamespacedConfigMap'],
    ['delete', 'deleteCoreV1CollectionNamespacedConfigMap'],
    ['parameters', undefined],
  ]);
  expect(operations(`${path}/{name}`)).toEqual([
    ['get', 'readCoreV1NamespacedConfigMap'],
    ['put', 'replaceCoreV1NamespacedConfigMap'],
    ['delete', 'deleteCoreV1NamespacedConfigMap'],
    ['patch', 'patchCoreV1NamespacedConfigMap'],
    ['parameters', undefined],
  ]);
});

test('a kind that users define is called by its group turned around', () => {
  expect(document.definitions['com.company.v1.Bar']).toMatchObject({
    type: 'object',
    properties: {
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: {
        type: 'object',
        properties: {
          port: { 'x-kubernetes-int-or-string': true },
          note: {},
          more: { 'x-kubernetes-preserve-unknown-fields': true },
          size: { type: 'integer' },
        },
      },
    },
  });
  expect(document.definitions['com.company.v1.BarList']).toMatchObject({
    properties: { items: { items: { $ref: '#/definitions/com.company.v1.Bar' } } },
  });
});

test('strategic merge patches are for built-in kinds', () => {
  const patchesAt = (path: string): unknown =>
    (document.paths[path]?.['patch'] as { readonly consumes: unknown } | undefined)?.consumes;
  const others = ['application/json-patch+json', 'application/merge-patch+json'];
  const apply = 'application/apply-patch+yaml';
  expect(patchesAt('/apis/company.com/v1/bars/{name}')).toEqual([...others, apply]);
  expect(patchesAt('/api/v1/nodes/{name}')).toEqual([
    ...others,
    'application/strategic-merge-patch+json',
    apply,
  ]);
});

test('what v2 cannot say is left out', () => {
  expect(definition('apimachinery.pkg.util.intstr.IntOrString')).toEqual({
    type: 'string',
    format: 'int-or-string',
  });
  const { properties } = definition('api.apps.v1.DeploymentSpec') as {
    readonly properties: Readonly<Record<string, unknown>>;
  };
  expect([properties['replicas'], properties['selector'], properties['strategy']]).toEqual([
    { type: 'integer', format: 'int32' },
    { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector' },
    {
      $ref: '#/definitions/io.k8s.api.apps.v1.DeploymentStrategy',
      'x-kubernetes-patch-strategy': 'retainKeys',
    },
  ]);
});

test('a list is a kind of its own', () => {
  expect(definition('api.core.v1.ServiceList')).toEqual({
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      items: { type: 'array', items: { $ref: '#/definitions/io.k8s.api.core.v1.Service' } },
      kind: { type: 'string' },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta' },
    },
    'x-kubernetes-group-version-kind': [{ group: '', kind: 'ServiceList', version: 'v1' }],
  });
});
