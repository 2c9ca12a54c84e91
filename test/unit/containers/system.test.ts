import { beforeAll, expect, test } from 'vitest';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

let whole: WholeCluster;
const WAIT = { command: ['sh', '-c', 'sleep 36000'] };

beforeAll(() => {
  whole = new WholeCluster();
  whole.create(
    pod('web', { containers: [{ name: 'c', image: 'nginx' }] }),
    pod('old', { containers: [{ name: 'c', image: 'nginx:1.14.2' }] }),
    pod('redis', { containers: [{ name: 'c', image: 'redis' }] }),
    pod('bare', { containers: [{ name: 'c', image: 'registry.k8s.io/pause:3.9' }] }),
    pod('user', {
      securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 },
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [
        {
          name: 'c',
          image: 'busybox',
          ...WAIT,
          env: [{ name: 'A', value: '1' }],
          volumeMounts: [{ name: 'v', mountPath: '/data/demo' }],
        },
      ],
    }),
    pod('able', {
      containers: [
        {
          name: 'c',
          image: 'busybox',
          ...WAIT,
          securityContext: { capabilities: { add: ['NET_ADMIN', 'SYS_TIME'] } },
        },
      ],
    }),
    pod('shared', {
      shareProcessNamespace: true,
      initContainers: [{ name: 'c', image: 'busybox', restartPolicy: 'Always', ...WAIT }],
      containers: [{ name: 'web', image: 'nginx' }],
    }),
  );
  whole.pass(30);
});

interface Answer {
  readonly spoken?: readonly { readonly text: string }[];
  readonly message?: string;
}

function exec(name: string, ...command: readonly string[]): string {
  const answer = whole.cluster.api.handle({
    method: 'POST',
    path: `/api/v1/namespaces/default/pods/${name}/exec`,
    query: {},
    accept: 'json',
    body: { container: 'c', command },
  }).body as Answer;
  return answer.message ?? (answer.spoken ?? []).map(({ text }) => text).join('');
}

test('ps shows a server with its workers', () => {
  expect(exec('web', 'ps', 'ax')).toBe(
    [
      '    PID TTY      STAT   TIME COMMAND',
      '      1 ?        Ss     0:00 nginx: master process nginx -g daemon off;',
      '     29 ?        Ss     0:00 nginx: worker process',
      '     30 ?        Ss     0:00 nginx: worker process',
      '     36 ?        Ss     0:00 ps ax',
      '',
    ].join('\n'),
  );
});

test('ps of busybox shows who runs what', () => {
  expect(exec('user', 'sh', '-c', 'ps')).toBe(
    [
      'PID   USER     TIME  COMMAND',
      '    1 1000      0:00 sh -c sleep 36000',
      '    7 1000      0:00 sh -c ps',
      '   13 1000      0:00 ps',
      '',
    ].join('\n'),
  );
});

test('containers that share their processes see each other', () => {
  expect(exec('shared', 'ps')).toBe(
    [
      'PID   USER     TIME  COMMAND',
      '    1 65535     0:00 /pause',
      '    7 root      0:00 sh -c sleep 36000',
      '   13 root      0:00 nginx: master process nginx -g daemon off;',
      '   41 nginx     0:00 nginx: worker process',
      '   42 nginx     0:00 nginx: worker process',
      '   48 root      0:00 ps',
      '',
    ].join('\n'),
  );
});

test('capabilities are those that a runtime gives, and those that were added', () => {
  expect(exec('able', 'grep', 'Cap[PE]', '/proc/1/status')).toBe(
    'CapPrm:\t00000000aa0435fb\nCapEff:\t00000000aa0435fb\n',
  );
  expect(exec('user', 'grep', 'CapEff', '/proc/1/status')).toBe('CapEff:\t0000000000000000\n');
});

test('what is made in a volume belongs to the user and to the group of volumes', () => {
  exec('user', 'sh', '-c', 'echo hello > /data/demo/testfile; mkdir /data/demo/own');
  const listed = exec('user', 'sh', '-c', 'ls -l /data /data/demo; id').replace(
    /\w{3} [ \d]\d \d\d:\d\d/g,
    'DATE',
  );
  expect(listed).toBe(
    [
      '/data:',
      'total 4',
      'drwxrwsrwx    2 root     2000          4096 DATE demo',
      '',
      '/data/demo:',
      'total 8',
      'drwxr-sr-x    2 1000     2000          4096 DATE own',
      '-rw-r--r--    1 1000     2000             6 DATE testfile',
      'uid=1000 gid=3000 groups=3000,2000',
      '',
    ].join('\n'),
  );
});

test('a server is of the version that its tag says', () => {
  expect([exec('old', 'nginx', '-v'), exec('web', 'nginx', '-v')]).toEqual([
    'nginx version: nginx/1.14.2\n',
    'nginx version: nginx/1.27.0\n',
  ]);
});

test('redis-cli keeps what it is told', () => {
  const cli = (...words: readonly string[]) => exec('redis', 'redis-cli', ...words);
  expect([cli('ping'), cli('set', 'color', 'dark blue'), cli('GET', 'color'), cli('incr', 'hits')]).toEqual([
    'PONG\n',
    'OK\n',
    'dark blue\n',
    '1\n',
  ]);
  expect([cli('incr', 'hits'), cli('keys', '*'), cli('del', 'hits'), cli('get', 'hits')]).toEqual([
    '2\n',
    'color\nhits\n',
    '1\n',
    '\n',
  ]);
});

test('an image that has nothing but its program has no shell', () => {
  expect(exec('bare', 'sh')).toContain('exec: "sh": executable file not found in $PATH');
});

test('variables come as the image, the pod and Services declare them, HOME last', () => {
  const names = (text: string) => text.split('\n').map((line) => line.split('=')[0]);
  expect(names(exec('user', 'env'))).toEqual([
    'PATH',
    'HOSTNAME',
    'A',
    'KUBERNETES_SERVICE_HOST',
    'KUBERNETES_SERVICE_PORT',
    'KUBERNETES_SERVICE_PORT_HTTPS',
    'KUBERNETES_PORT_443_TCP',
    'KUBERNETES_PORT_443_TCP_ADDR',
    'KUBERNETES_PORT_443_TCP_PORT',
    'KUBERNETES_PORT_443_TCP_PROTO',
    'KUBERNETES_PORT',
    'HOME',
    '',
  ]);
  expect(exec('web', 'printenv', 'NGINX_VERSION')).toBe('1.27.0\n');
});
