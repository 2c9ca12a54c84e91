import { expect, test } from 'vitest';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const THINGS = '/apis/example.com/v1/namespaces/default/things';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer', minimum: 1 },
        parts: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
        },
      },
    },
    status: { type: 'object', properties: { ready: { type: 'boolean' } } },
  },
};

const definition = (plural: string, kind: string, versions: readonly object[]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.com` },
  spec: { group: 'example.com', scope: 'Namespaced', names: { plural, kind }, versions },
});

const version = (name: string, storage: boolean, more: object = {}) => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: schema },
  subresources: { status: {} },
  ...more,
});

function cluster(versions: readonly object[] = [version('v1', true)]) {
  const whole = new WholeCluster();
  const send = sender(whole);
  send('POST', DEFINITIONS, definition('things', 'Thing', versions));
  return { whole, send };
}

const thing = (name: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name, ...metadata },
  spec,
});

interface Read {
  readonly apiVersion: string;
  readonly metadata: { readonly uid: string; readonly generation?: number };
  readonly spec?: object;
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly reason: string }[] };
}

test('what is not defined is not there', () => {
  const whole = new WholeCluster();
  expect(sender(whole)('GET', THINGS)).toBe('the server could not find the requested resource');
});

test('status changes by its own path alone, and only the spec raises the generation', () => {
  const { send } = cluster();
  const made = send('POST', THINGS, { ...thing('a', { size: 1 }), status: { ready: true } }) as Read;
  expect([made.status, made.metadata.generation]).toEqual([undefined, 1]);
  const told = send('PUT', `${THINGS}/a/status`, {
    ...made,
    spec: { size: 9 },
    status: { ready: true },
  }) as Read;
  expect([told.spec, told.status, told.metadata.generation]).toEqual([{ size: 1 }, { ready: true }, 1]);
  const changed = send('PUT', `${THINGS}/a`, {
    ...told,
    spec: { size: 2 },
    status: { ready: false },
  }) as Read;
  expect([changed.spec, changed.status, changed.metadata.generation]).toEqual([
    { size: 2 },
    { ready: true },
    2,
  ]);
});

test('a status that its schema refuses names the field in it', () => {
  const { send } = cluster();
  const made = send('POST', THINGS, thing('a')) as Read;
  expect(send('PUT', `${THINGS}/a/status`, { ...made, status: { ready: 'yes' } })).toBe(
    'Thing.example.com "a" is invalid: status.ready: Invalid value: "string": ready in body must be of type boolean: "string"',
  );
});

test('an object is served in each version, whichever it is stored in', () => {
  const { send } = cluster([version('v1', true), version('v1beta1', false)]);
  const old = { ...thing('a', { size: 1 }), apiVersion: 'example.com/v1beta1' };
  const made = send('POST', THINGS.replace('/v1/', '/v1beta1/'), old) as Read;
  const read = send('GET', `${THINGS}/a`) as Read;
  expect([made.apiVersion, read.apiVersion, read.metadata.uid]).toEqual([
    'example.com/v1beta1',
    'example.com/v1',
    made.metadata.uid,
  ]);
  expect(send('GET', '/apis/example.com')).toMatchObject({
    versions: [{ version: 'v1' }, { version: 'v1beta1' }],
    preferredVersion: { version: 'v1' },
  });
});

test('server-side apply merges lists by the keys that the schema names', () => {
  const { send } = cluster();
  const apply = (manager: string, name: string): unknown =>
    send('PATCH', `${THINGS}/a`, thing('a', { parts: [{ name }] }), {
      contentType: 'application/apply-patch+yaml',
      query: { fieldManager: manager },
    });
  apply('one', 'wheel');
  expect(apply('two', 'bell')).toMatchObject({ spec: { parts: [{ name: 'wheel' }, { name: 'bell' }] } });
});

test('owners and what they own are collected across definitions', () => {
  const { send } = cluster();
  const owner = send('POST', THINGS, thing('owner')) as Read;
  const reference = { apiVersion: 'example.com/v1', kind: 'Thing', name: 'owner', uid: owner.metadata.uid };
  const maps = '/api/v1/namespaces/default/configmaps';
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm', ownerReferences: [reference] } };
  send('POST', maps, map);
  send('POST', THINGS, thing('part', {}, { ownerReferences: [reference] }));
  send('DELETE', `${THINGS}/owner`);
  expect([send('GET', `${maps}/m`), send('GET', `${THINGS}/part`)]).toEqual([
    'configmaps "m" not found',
    'things.example.com "part" not found',
  ]);
});

test('a definition that is deleted waits for its objects, and they for who holds them', () => {
  const { send, whole } = cluster();
  send('POST', THINGS, thing('held', {}, { finalizers: ['example.com/hold'] }));
  send('DELETE', `${DEFINITIONS}/things.example.com`);
  const waiting = send('GET', `${DEFINITIONS}/things.example.com`) as Read;
  expect(waiting.status?.conditions?.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
    'NamesAccepted NoConflicts',
    'Established InitialNamesAccepted',
    'Terminating InstanceDeletionInProgress',
  ]);
  const patch = { metadata: { finalizers: null } };
  send('PATCH', `${THINGS}/held`, patch, { contentType: 'application/merge-patch+json' });
  whole.pass(6);
  expect(send('GET', `${DEFINITIONS}/things.example.com`)).toBe(
    'customresourcedefinitions.apiextensions.k8s.io "things.example.com" not found',
  );
});

test('a kind that another definition has is not given twice, until it is free', () => {
  const { send } = cluster();
  send('POST', DEFINITIONS, definition('others', 'Thing', [version('v1', true)]));
  const conditions = (): readonly string[] =>
    (send('GET', `${DEFINITIONS}/others.example.com`) as Read).status?.conditions?.map(
      ({ type, reason }) => `${type} ${reason}`,
    ) ?? [];
  expect(conditions()).toEqual(['NamesAccepted ListKindConflict', 'Established NotAccepted']);
  send('DELETE', `${DEFINITIONS}/things.example.com`);
  expect(conditions()).toEqual(['NamesAccepted NoConflicts', 'Established InitialNamesAccepted']);
});

test('what is served once is served to watchers and lists of tables as any kind is', () => {
  const { send, whole } = cluster();
  const seen: unknown[] = [];
  const request = { method: 'GET', path: THINGS, query: { watch: 'true' }, accept: 'json' } as const;
  whole.cluster.api.watch(request, ({ type }) => seen.push(type));
  send('POST', THINGS, thing('a'));
  send('DELETE', `${THINGS}/a`);
  expect(seen).toEqual(['ADDED', 'DELETED']);
});

test('an update says which version it replaces', () => {
  const { send } = cluster();
  send('POST', THINGS, thing('a'));
  expect(send('PUT', `${THINGS}/a`, thing('a', { size: 2 }))).toBe(
    'things.example.com "a" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update',
  );
});

test('a definition that is going takes nothing new', () => {
  const { send } = cluster();
  send('POST', THINGS, thing('held', {}, { finalizers: ['example.com/hold'] }));
  send('DELETE', `${DEFINITIONS}/things.example.com`);
  expect(send('POST', THINGS, thing('late'))).toBe(
    'create not allowed while custom resource definition is terminating',
  );
});

test('rules are kept and not evaluated; where others could not have been either, that is said', () => {
  const rules = [{ rule: 'self.size < 5', message: 'too big' }];
  const { spec } = schema.properties;
  const ruled = { ...schema, properties: { spec: { ...spec, 'x-kubernetes-validations': rules } } };
  const { send } = cluster([version('v1', true, { schema: { openAPIV3Schema: ruled } })]);
  expect(send('POST', THINGS, thing('big', { size: 9 }))).toMatchObject({ spec: { size: 9 } });
  expect(send('POST', THINGS, thing('wrong', { size: 'x' }))).toBe(
    'Thing.example.com "wrong" is invalid: [spec.size: Invalid value: "string": spec.size in body must be of type integer: "string", ' +
      '<nil>: Invalid value: "null": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
  );
});
