import { beforeAll, expect, test } from 'vitest';
import { lastingPrograms } from '../../../src/containers/strangers.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

let whole: WholeCluster;
const script = (name: string, image: string, text: string, own: object = {}) =>
  pod(name, { containers: [{ name: 'c', image, command: ['sh', '-c', text] }], ...own });

beforeAll(() => {
  whole = new WholeCluster();
  whole.create(
    script('server', 'team/app:1', 'migrate up && exec npm start'),
    script('task', 'team/app:1', './train --all', { restartPolicy: 'Never' }),
    script('typing', 'busybox:1.36', 'npm start', { restartPolicy: 'Never' }),
  );
  whole.pass(30);
});

const phaseOf = (name: string) => whole.client.get(Pod, { namespace: 'default', name }).status?.phase;

test('a program that nobody knows goes on where a script ends with it', () => {
  expect(phaseOf('server')).toBe('Running');
});

test('in a task it comes to its end', () => {
  expect(phaseOf('task')).toBe('Succeeded');
});

test('an image whose programs are known has not got it', () => {
  expect(phaseOf('typing')).toBe('Failed');
});

test.each([
  ['migrate up && exec java -jar app.jar', ['java']],
  ['PORT=80 ./serve 2>&1', ['./serve']],
  ['npm start & nginx', ['npm', 'nginx']],
  ['node a.js | tee log', ['node', 'tee']],
])('%s: %j last', (text, names) => {
  expect([...lastingPrograms(text)]).toEqual(names);
});
