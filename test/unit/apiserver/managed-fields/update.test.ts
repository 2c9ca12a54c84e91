import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';
import { CONFIG_MAPS, configMap, DEPLOYMENTS, deployment, ownersOf, writers } from './owners.ts';

const ONE = `${CONFIG_MAPS}/one`;
const MERGE = 'application/merge-patch+json';
const patchOf = (key: string, value: string | null): object => ({ data: { [key]: value } });

describe('who owns what is written (A-16)', () => {
  test('who creates owns all that was said, and what was defaulted', () => {
    const { write } = writers();
    const made = write('kubectl-create', 'POST', DEPLOYMENTS, deployment(2));
    expect((made as KubeObject).metadata.managedFields?.[0]?.fieldsV1).toEqual({
      'f:spec': {
        'f:progressDeadlineSeconds': {},
        'f:replicas': {},
        'f:revisionHistoryLimit': {},
        'f:selector': {},
        'f:strategy': {
          'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} },
          'f:type': {},
        },
        'f:template': {
          'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"web"}': {
                '.': {},
                'f:image': {},
                'f:imagePullPolicy': {},
                'f:name': {},
                'f:resources': {},
                'f:terminationMessagePath': {},
                'f:terminationMessagePolicy': {},
              },
            },
            'f:dnsPolicy': {},
            'f:restartPolicy': {},
            'f:schedulerName': {},
            'f:securityContext': {},
            'f:terminationGracePeriodSeconds': {},
          },
        },
      },
    });
  });

  test('who changes a field takes it, and what is gone nobody owns', () => {
    const { write } = writers();
    write('alice', 'POST', CONFIG_MAPS, configMap('one', { a: '1', b: '1', c: '1' }));
    write('bob', 'PATCH', ONE, patchOf('a', '2'), MERGE);
    expect(ownersOf(write('carol', 'PATCH', ONE, patchOf('c', null), MERGE))).toEqual([
      'alice Update {"f:data":{".":{},"f:b":{}}}',
      'bob Update {"f:data":{"f:a":{}}}',
    ]);
  });

  test('the same manager’s changes come together, at the time of the last', () => {
    const { write, whole } = writers();
    write('alice', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }));
    whole.pass(5);
    const { metadata } = write('alice', 'PATCH', ONE, patchOf('b', '2'), MERGE) as KubeObject;
    expect(ownersOf({ metadata })).toEqual(['alice Update {"f:data":{".":{},"f:a":{},"f:b":{}}}']);
    expect(metadata.managedFields?.[0]?.time).toBe('2026-01-01T12:00:06Z');
  });

  test('a write that changes nothing leaves the time and the revision', () => {
    const { write, whole } = writers();
    const made = write('alice', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }));
    whole.pass(5);
    expect(write('bob', 'PATCH', ONE, patchOf('a', '1'), MERGE)).toEqual(made);
  });

  test('components are told by their names, and by the path they write to', () => {
    const { write, whole, read } = writers();
    write('kubectl-create', 'POST', DEPLOYMENTS, deployment(1));
    whole.pass(5);
    const owners = (read(`${DEPLOYMENTS}/web`).metadata.managedFields ?? []).map(
      ({ manager, subresource }) => `${manager} ${subresource ?? ''}`,
    );
    expect(owners).toEqual(['kubectl-create ', 'kube-controller-manager status']);
    const [pod] = (read('/api/v1/namespaces/default/pods') as unknown as { items: KubeObject[] }).items;
    expect(ownersOf(pod).map((owner) => owner.split(' ').slice(0, 3).join(' '))).toEqual([
      expect.stringMatching(/^kube-controller-manager Update \{/),
      'kubelet Update status',
    ]);
  });

  test('scaling takes the replicas from their owner', () => {
    const { write, read } = writers();
    write('kubectl-create', 'POST', DEPLOYMENTS, deployment(1));
    write('', 'PATCH', `${DEPLOYMENTS}/web/scale`, { spec: { replicas: 3 } }, MERGE);
    const [scale] = read(`${DEPLOYMENTS}/web`).metadata.managedFields ?? [];
    expect(scale).toEqual({
      manager: 'kubectl',
      operation: 'Update',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      subresource: 'scale',
    });
  });

  test('of more than ten updaters the oldest are one', () => {
    const { write, whole } = writers();
    write('m0', 'POST', CONFIG_MAPS, configMap('one', { k0: '' }));
    let last: unknown;
    for (let i = 1; i <= 11; i++) {
      whole.pass(1);
      last = write(`m${i}`, 'PATCH', ONE, patchOf(`k${i}`, ''), MERGE);
    }
    const owners = ownersOf(last);
    expect(owners).toHaveLength(10);
    expect(owners[0]).toBe('ancient-changes Update {"f:data":{".":{},"f:k0":{},"f:k1":{},"f:k2":{}}}');
    expect(owners[9]).toBe('m11 Update {"f:data":{"f:k11":{}}}');
  });

  test.each([[[{}]], [[]]])('managedFields %j are a reset', (managedFields) => {
    const { write } = writers();
    write('alice', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }));
    const reset = write('bob', 'PATCH', ONE, { metadata: { managedFields } }, MERGE);
    expect((reset as KubeObject).metadata.managedFields).toBe(undefined);
  });

  test('managedFields that cannot be read are left as they were', () => {
    const { write } = writers();
    write('alice', 'POST', CONFIG_MAPS, configMap('one', { a: '1' }));
    const odd = [{ manager: 'mallory', operation: 'Steal', apiVersion: 'v1', fieldsType: 'FieldsV1' }];
    expect(ownersOf(write('bob', 'PATCH', ONE, { metadata: { managedFields: odd } }, MERGE))).toEqual([
      'alice Update {"f:data":{".":{},"f:a":{}}}',
    ]);
  });

  test.each([
    ['x'.repeat(129), 'Too long: may not be more than 128 bytes'],
    ['a\t', 'Invalid value: "a\\t": invalid character U+0009 (at position 1)'],
  ])('a manager %j is refused', (by, told) => {
    const { write } = writers();
    expect(write(by, 'POST', CONFIG_MAPS, configMap('one', {}))).toBe(
      `CreateOptions.meta.k8s.io "" is invalid: fieldManager: ${told}`,
    );
  });
});
