import { describe, expect, test } from 'vitest';
import { Job } from '../../../src/kinds/batch/job/kind.ts';
import { erased } from '../../../src/kinds/kind.ts';
import {
  deployment,
  type Made,
  pod,
  podRow,
  STEADY,
  service,
  WholeCluster,
} from '../../support/whole-cluster.ts';

const until = (command: string) => ['sh', '-c', `until ${command}; do echo waiting; sleep 2; done`];
const waiting = (...commands: readonly string[]): Made =>
  pod('app', {
    initContainers: commands.map((command, index) => ({
      name: `init-${index + 1}`,
      image: 'busybox:1.28',
      command: until(command),
    })),
  });
const row = (whole: WholeCluster) => podRow(whole.pod('app'), whole.now);

describe('an init container that waits for others', () => {
  test('goes on waiting, however long', () => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(waiting('nslookup myservice', 'nslookup mydb'));
    whole.pass(7200);
    expect(row(whole)).toBe('0/1 Init:0/2 0');
  });

  test('ends at its next look after the Service is there, and the next one waits for its own', () => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(waiting('nslookup myservice', 'nslookup mydb'));
    whole.passTo(60);
    whole.create(service('myservice'));
    whole.passTo(65);
    expect(row(whole)).toBe('0/1 Init:1/2 0');
    whole.create(service('mydb'));
    whole.passTo(75);
    expect(row(whole)).toBe('1/1 Running 0');
  });

  test('one that asks a server goes on when somebody answers', () => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(service('web'), waiting('wget -qO- http://web'));
    whole.passTo(60);
    expect(row(whole)).toBe('0/1 Init:0/1 0');
    whole.create(deployment('web', 1));
    whole.passTo(70);
    expect(row(whole)).toBe('1/1 Running 0');
  });

  test.each([
    { image: 'bash', command: '(echo > /dev/tcp/web/80) 2>/dev/null' },
    { image: 'ubuntu', command: 'timeout 1 bash -c "</dev/tcp/web/80"' },
    { image: 'postgres:16', command: 'pg_isready -h web -p 80' },
    { image: 'mysql:8', command: 'mysqladmin ping -h web -P 80 --silent' },
    { image: 'mariadb:11', command: 'mariadb --host=web --port=80 -e "SELECT 1"' },
    {
      image: 'busybox',
      command: "wget -S -O /dev/null http://web 2>&1 | awk '/^  HTTP/{print $2}' | grep 200",
    },
  ])('$command succeeds when somebody listens, and not before', ({ image, command }) => {
    const whole = new WholeCluster({ durations: STEADY });
    const script = `until ${command}; do sleep 300; done`;
    const shell = image === 'busybox' ? 'sh' : 'bash';
    const initContainers = [{ name: 'wait', image, command: [shell, '-c', script] }];
    whole.create(service('web'), pod('app', { initContainers }));
    whole.passTo(60);
    const before = row(whole);
    whole.create(deployment('web', 1));
    whole.passTo(330);
    expect([before, row(whole)]).toEqual(['0/1 Init:0/1 0', '1/1 Running 0']);
  });

  test('a script may have packages installed first', () => {
    const whole = new WholeCluster({ durations: STEADY });
    const command = ['sh', '-c', 'apk add --no-cache curl && curl -s -o /dev/null http://web'];
    const initContainers = [{ name: 'ask', image: 'alpine:3.20', command }];
    whole.create(service('web'), deployment('web', 1), pod('app', { initContainers }));
    whole.passTo(60);
    expect(row(whole)).toMatch(/^1\/1 Running/);
  });

  test('nc -z looks whether a port is open', () => {
    const whole = new WholeCluster({ durations: STEADY });
    whole.create(service('web'), deployment('web', 1), waiting('nc -z web 80'));
    whole.passTo(30);
    expect(row(whole)).toBe('1/1 Running 0');
  });
});

test('a Job whose script waits for a Service completes once it is there', () => {
  const whole = new WholeCluster({ durations: STEADY });
  const container = { name: 'ask', image: 'busybox', command: until('nslookup web') };
  const template = { spec: { restartPolicy: 'Never', containers: [container] } };
  whole.create({
    kind: erased(Job),
    metadata: { namespace: 'default', name: 'ask' },
    ...({ spec: { template } } as object),
  });
  whole.passTo(60);
  const succeeded = () => whole.client.get(Job, { namespace: 'default', name: 'ask' }).status?.succeeded;
  expect(succeeded()).toBe(undefined);
  whole.create(service('web'));
  whole.passTo(70);
  expect(succeeded()).toBe(1);
});

test('a container that asks in vain for a day stays up', () => {
  const whole = new WholeCluster({ durations: STEADY });
  const readinessProbe = { exec: { command: ['true'] }, periodSeconds: 10 };
  const asking = {
    name: 'ask',
    image: 'busybox',
    command: ['sh', '-c', 'while true; do wget -q http://web; sleep 1; done'],
  };
  whole.create(pod('app', { containers: [{ ...asking, readinessProbe }] }));
  whole.pass(86_400);
  expect(row(whole)).toBe('1/1 Running 0');
});
