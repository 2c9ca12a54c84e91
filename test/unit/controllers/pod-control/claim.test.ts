import { describe, expect, test } from 'vitest';
import { claiming } from '../../../../src/controllers/pod-control/claim.ts';
import type { Uid } from '../../../../src/machinery/object-meta.ts';
import { podOf, replicaSetOf, second } from '../../../support/workloads.ts';

const owner = replicaSetOf({ name: 'web', replicas: 1 });
const going = replicaSetOf({ name: 'web', replicas: 1, metadata: { deletionTimestamp: second(0) } });
const other = replicaSetOf({ name: 'web', replicas: 1, metadata: { uid: 'another' as Uid } });
const yes = (): boolean => true;
const no = (): boolean => false;

describe('C-4 claiming', () => {
  test('a pod of another controller is not looked at', () => {
    expect(claiming(podOf({ name: 'a', owner: other }), owner, yes)).toBe('ignore');
  });
  test('an own pod that matches is kept', () => {
    expect(claiming(podOf({ name: 'a', owner }), owner, yes)).toBe('keep');
  });
  test('an own pod that no longer matches is let go', () => {
    expect(claiming(podOf({ name: 'a', owner }), owner, no)).toBe('release');
  });
  test('an owner that is being deleted lets nothing go', () => {
    expect(claiming(podOf({ name: 'a', owner: going }), going, no)).toBe('ignore');
  });
  test('an orphan that matches is adopted', () => {
    expect(claiming(podOf({ name: 'a' }), owner, yes)).toBe('adopt');
  });
  test('an orphan that does not match is not', () => {
    expect(claiming(podOf({ name: 'a' }), owner, no)).toBe('ignore');
  });
  test('an orphan that is being deleted is not adopted', () => {
    expect(claiming(podOf({ name: 'a', terminating: true }), owner, yes)).toBe('ignore');
  });
  test('an owner that is being deleted adopts nothing', () => {
    expect(claiming(podOf({ name: 'a' }), going, yes)).toBe('ignore');
  });
});
