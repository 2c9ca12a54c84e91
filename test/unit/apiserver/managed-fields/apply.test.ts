import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import { CONFIG_MAPS, configMap, DEPLOYMENTS, deployment, ownersOf, writers } from './owners.ts';

const ONE = `${CONFIG_MAPS}/one`;
const data = (object: unknown): unknown => (object as { readonly data?: unknown }).data;
const revision = (object: unknown): string => (object as KubeObject).metadata.resourceVersion;

describe('server-side apply (A-15)', () => {
  test('creates what is not there, and its manager owns what it says', () => {
    const { apply } = writers();
    const made = apply('alice', ONE, configMap('one', { a: '1' }, { labels: { app: 'x' } }));
    expect(data(made)).toEqual({ a: '1' });
    expect(ownersOf(made)).toEqual([
      'alice Apply {"f:data":{"f:a":{}},"f:metadata":{"f:labels":{"f:app":{}}}}',
    ]);
  });

  test('applied again it writes nothing', () => {
    const { apply, whole } = writers();
    const made = apply('alice', ONE, configMap('one', { a: '1' }));
    whole.pass(5);
    expect(apply('alice', ONE, configMap('one', { a: '1' }))).toEqual(made);
  });

  test('who took over a client-side apply gives up its annotation; the object keeps its name', () => {
    const { apply, read } = writers();
    const lastApplied = { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } };
    apply('alice', ONE, configMap('one', { a: '1' }, lastApplied));
    const after = apply('alice', ONE, configMap('one', { a: '1' })) as KubeObject;
    expect(after.metadata).toMatchObject({ name: 'one', namespace: 'default' });
    expect(after.metadata.annotations).toBeUndefined();
    expect(read(ONE)).toEqual(after);
  });

  test('what another has otherwise is a conflict, each field a cause', () => {
    const { apply, whole } = writers();
    apply('alice', `${DEPLOYMENTS}/web`, deployment(2));
    const { body, code } = whole.cluster.api.handle({
      method: 'PATCH',
      path: `${DEPLOYMENTS}/web`,
      query: { fieldManager: 'bob' },
      accept: 'json',
      contentType: 'application/apply-patch+yaml',
      body: deployment(5, 'nginx:1.21'),
    });
    expect(code).toBe(409);
    expect(body).toMatchObject({
      reason: 'Conflict',
      message:
        'Apply failed with 2 conflicts: conflicts with "alice":\n- .spec.replicas\n- .spec.template.spec.containers[name="web"].image',
      details: {
        causes: [
          { reason: 'FieldManagerConflict', message: 'conflict with "alice"', field: '.spec.replicas' },
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "alice"',
            field: '.spec.template.spec.containers[name="web"].image',
          },
        ],
      },
    });
  });

  test('an updater is told with its version, and one by way of the Scale with that', () => {
    const { apply, write } = writers();
    write('kubectl-create', 'POST', DEPLOYMENTS, deployment(2));
    expect(apply('bob', `${DEPLOYMENTS}/web`, deployment(5))).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-create" using apps/v1: .spec.replicas',
    );
    write('', 'PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas: 3 } }, 'application/merge-patch+json');
    expect(apply('bob', `${DEPLOYMENTS}/web`, deployment(5))).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
  });

  test('by force it takes fields over', () => {
    const { apply } = writers();
    apply('alice', ONE, configMap('one', { a: '1', b: '1' }));
    const forced = apply('bob', ONE, configMap('one', { a: '2' }), { force: true });
    expect(data(forced)).toEqual({ a: '2', b: '1' });
    expect(ownersOf(forced)).toEqual([
      'alice Apply {"f:data":{"f:b":{}}}',
      'bob Apply {"f:data":{"f:a":{}}}',
    ]);
  });

  test('what a manager applies no more goes, what another owns stays', () => {
    const { apply } = writers();
    apply('alice', ONE, configMap('one', { a: '1', b: '1', c: '1' }));
    apply('bob', ONE, configMap('one', { b: '1' }));
    const left = apply('alice', ONE, configMap('one', { a: '1' }));
    expect(data(left)).toEqual({ a: '1', b: '1' });
    expect(ownersOf(left)).toEqual(['bob Apply {"f:data":{"f:b":{}}}', 'alice Apply {"f:data":{"f:a":{}}}']);
  });

  test('a dry run keeps nothing', () => {
    const { apply, read } = writers();
    apply('alice', ONE, configMap('one', { a: '1' }), { dryRun: true });
    expect(read(ONE)).toBe('configmaps "one" not found');
  });

  test('the status has its own owners, and only of the status', () => {
    const { apply, write } = writers();
    write('kubectl-create', 'POST', DEPLOYMENTS, deployment(0));
    const status = { ...deployment(7), status: { observedGeneration: 1, collisionCount: 3 } };
    const applied = apply('robot', `${DEPLOYMENTS}/web/status`, status) as { readonly spec: object };
    expect(applied.spec).toMatchObject({ replicas: 0 });
    expect(ownersOf(applied)).toContain(
      'robot Apply status {"f:status":{"f:collisionCount":{},"f:observedGeneration":{}}}',
    );
  });

  test('a Scale is applied to, too', () => {
    const { apply, write, read } = writers();
    write('kubectl-create', 'POST', DEPLOYMENTS, deployment(2));
    const scale = {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'web' },
      spec: { replicas: 4 },
    };
    const path = `${DEPLOYMENTS}/web/scale`;
    expect(apply('bob', path, scale)).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-create" using autoscaling/v1: .spec.replicas',
    );
    expect(apply('bob', path, scale, { force: true })).toMatchObject({ spec: { replicas: 4 } });
    expect(ownersOf(read(`${DEPLOYMENTS}/web`))).toContain('bob Apply scale {"f:spec":{"f:replicas":{}}}');
  });

  test('an object that nobody tracks is tracked from the first apply on', () => {
    const { apply, write } = writers();
    const made = write('kubectl-create', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }));
    write('', 'PUT', ONE, { ...Object(made), metadata: { name: 'one', managedFields: [] } });
    expect(ownersOf(apply('alice', ONE, configMap('one', { b: '1' })))).toEqual([
      'alice Apply {"f:data":{"f:b":{}}}',
      'before-first-apply Update {"f:data":{".":{},"f:a":{}}}',
    ]);
  });
});

describe('kubectl’s own manager', () => {
  const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
  const record = JSON.stringify({
    apiVersion: 'v1',
    data: { a: '1' },
    kind: 'ConfigMap',
    metadata: { name: 'one' },
  });

  test('takes over what client-side apply has set, and keeps its record in step', () => {
    const { apply, write } = writers();
    const annotations = { [LAST_APPLIED]: record };
    write('kubectl-client-side-apply', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }, { annotations }));
    const applied = apply('kubectl', ONE, configMap('one', { a: '2' })) as KubeObject;
    expect(data(applied)).toEqual({ a: '2' });
    expect(applied.metadata.annotations?.[LAST_APPLIED]).toBe(
      '{"apiVersion":"v1","data":{"a":"2"},"kind":"ConfigMap","metadata":{"name":"one"}}\n',
    );
  });

  test('does not take over what was changed since', () => {
    const { apply, write } = writers();
    const annotations = { [LAST_APPLIED]: record };
    write('kubectl-client-side-apply', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }, { annotations }));
    write('kubectl-patch', 'PATCH', ONE, { data: { a: '3' } }, 'application/merge-patch+json');
    expect(apply('kubectl', ONE, configMap('one', { a: '2' }))).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1: .data.a',
    );
  });
});

describe('what cannot be applied', () => {
  const OPTIONS = 'PatchOptions.meta.k8s.io "" is invalid';

  test.each([
    ['', configMap('one', {}), `${OPTIONS}: fieldManager: Required value: is required for apply patch`],
    ['alice', { ...configMap('one', {}), kind: 'Secret' }, 'invalid object type: /v1, Kind=Secret'],
    ['alice', configMap('one', {}, { managedFields: [] }), 'metadata.managedFields must be nil'],
    [
      'alice',
      { ...configMap('one', {}), dato: 1 },
      'failed to create typed patch object (/one; /v1, Kind=ConfigMap): .dato: field not declared in schema',
    ],
    ['alice', configMap('two', {}), 'the name of the object (two) does not match the name on the URL (one)'],
    [
      'alice',
      configMap('one', {}, { namespace: 'other' }),
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'alice',
      configMap('one', {}, { uid: 'x' }),
      'Operation cannot be fulfilled on configmaps "one": uid mismatch: the provided object specified uid x, and no existing object was found',
    ],
  ])('by %j: %j', (by, body, told) => {
    const { apply } = writers();
    expect(apply(by, ONE, body)).toBe(told);
  });

  test('force is for applying only', () => {
    const { apply } = writers();
    const merge = 'application/merge-patch+json';
    expect(apply('alice', ONE, {}, { as: merge, force: true })).toBe(
      `${OPTIONS}: force: Forbidden: may not be specified for non-apply patch`,
    );
  });

  test('a resource version that is not the stored one is a conflict', () => {
    const { apply } = writers();
    const made = apply('alice', ONE, configMap('one', { a: '1' }));
    const stale = configMap('one', { a: '2' }, { resourceVersion: String(Number(revision(made)) - 1) });
    expect(apply('alice', ONE, stale)).toBe(
      'Operation cannot be fulfilled on configmaps "one": the object has been modified; please apply your changes to the latest version and try again',
    );
  });
});
