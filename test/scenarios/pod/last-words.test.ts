import { expect, test } from 'vitest';
import type { Container } from '../../../src/kinds/core/pod/types.ts';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

/** What is told of a container that ended. */
function told(script: string, more: Partial<Container> = {}): string | undefined {
  const whole = new WholeCluster();
  const own = { name: 'c', image: 'debian', command: ['sh', '-c', script], ...more };
  whole.create(pod('p', { restartPolicy: 'Never', containers: [own] }));
  whole.pass(30);
  return whole.pod('p').status?.containerStatuses?.[0]?.state?.terminated?.message;
}

const LOGS = { terminationMessagePolicy: 'FallbackToLogsOnError' };

test.each([
  { what: 'a file', script: 'echo over > /dev/termination-log', says: 'over\n' },
  { what: 'after a pause', script: 'sleep 10 && echo over > /dev/termination-log', says: 'over\n' },
  { what: 'no more than 4096 bytes', script: 'seq 2000 > /dev/termination-log', says: 4096 },
  { what: 'nothing', script: 'echo hi', says: undefined },
])('a container leaves $what', ({ script, says }) => {
  const message = told(script);
  expect(typeof says === 'number' ? message?.length : message).toBe(says);
});

test('the file may be another one, for whoever is not root too', () => {
  const more = { terminationMessagePath: '/run/last', securityContext: { runAsUser: 1000 } };
  expect(told('echo mine > /run/last', more)).toBe('mine\n');
});

test.each([
  { what: 'that fails', script: 'echo one; echo two; exit 3', says: 'one\ntwo\n' },
  { what: 'that succeeds', script: 'echo one; exit 0', says: undefined },
  { what: 'with a file', script: 'echo one; echo file > /dev/termination-log; exit 1', says: 'file\n' },
])('FallbackToLogsOnError: the end of the log tells of a container $what', ({ script, says }) => {
  expect(told(script, LOGS)).toBe(says);
});

test('what was there when it was stopped counts', () => {
  const whole = new WholeCluster();
  const command = ['sh', '-c', 'echo early > /dev/termination-log; sleep 1000'];
  const own = { name: 'c', image: 'debian', command };
  whole.create(pod('p', { activeDeadlineSeconds: 10, containers: [own] }));
  whole.pass(60);
  expect(whole.pod('p').status?.containerStatuses?.[0]?.state?.terminated?.message).toBe('early\n');
});
