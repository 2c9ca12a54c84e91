import { describe, expect, test } from 'vitest';
import { startKubelet, stopKubelet } from '../../../src/kubelet/heartbeat.ts';
import { addNode, editNode } from '../../support/placing.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const STARTS = [
  'Normal Starting Starting kubelet.',
  'Normal NodeHasSufficientMemory Node worker-1 status is now: NodeHasSufficientMemory',
  'Normal NodeHasNoDiskPressure Node worker-1 status is now: NodeHasNoDiskPressure',
  'Normal NodeHasSufficientPID Node worker-1 status is now: NodeHasSufficientPID',
  'Normal NodeAllocatableEnforced Updated Node Allocatable limit across pods',
  'Normal NodeReady Node worker-1 status is now: NodeReady',
];
const told = (whole: WholeCluster) => whole.events('worker-1', 'kubelet');

describe('N-7 what a kubelet tells of its node', () => {
  test('as it registers', () => {
    const whole = new WholeCluster();
    expect(told(whole)).toEqual(STARTS);
    addNode(whole, 'worker-3');
    expect(whole.events('worker-3', 'kubelet')).toEqual(
      STARTS.map((text) => text.replace('worker-1', 'worker-3')),
    );
  });
  test('nothing where kubelets are fast', () => {
    expect(told(new WholeCluster({ kubelet: 'fast' }))).toEqual([]);
  });
  test('again when it comes back after it was given up', () => {
    const whole = new WholeCluster();
    whole.passTo(60);
    stopKubelet('worker-1', whole.client, whole.now);
    whole.passTo(200);
    startKubelet('worker-1', whole.client);
    whole.pass(1);
    expect(told(whole)).toEqual(STARTS.map((text) => `${text} x2`));
  });
  test('N-11 within 10 s that it was cordoned, and that it was uncordoned', () => {
    const whole = new WholeCluster();
    whole.passTo(12);
    editNode(whole, 'worker-1', { unschedulable: true });
    whole.passTo(19);
    expect(told(whole)).toEqual(STARTS);
    whole.passTo(31);
    editNode(whole, 'worker-1', { unschedulable: false });
    whole.passTo(41);
    expect(told(whole).slice(STARTS.length)).toEqual([
      'Normal NodeNotSchedulable Node worker-1 status is now: NodeNotSchedulable',
      'Normal NodeSchedulable Node worker-1 status is now: NodeSchedulable',
    ]);
  });
});
