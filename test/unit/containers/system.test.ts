import { beforeAll, expect, test } from 'vitest';
import { ConfigMap } from '../../../src/kinds/core/configmap/kind.ts';
import { Secret } from '../../../src/kinds/core/secret/kind.ts';
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
    { kind: ConfigMap, metadata: { namespace: 'default', name: 'conf' }, data: { 'a.txt': 'one' } } as never,
    { kind: Secret, metadata: { namespace: 'default', name: 'sec' }, data: { key: 'dHdv' } } as never,
    pod('reader', {
      securityContext: { runAsUser: 1000, fsGroup: 2000, supplementalGroups: [4000, 1500] },
      volumes: [
        { name: 'conf', configMap: { name: 'conf' } },
        { name: 'sec', secret: { secretName: 'sec', defaultMode: 0o400 } },
      ],
      containers: [
        {
          name: 'c',
          image: 'busybox',
          ...WAIT,
          securityContext: { readOnlyRootFilesystem: true },
          volumeMounts: [
            { name: 'conf', mountPath: '/conf' },
            { name: 'conf', mountPath: '/part/a.txt', subPath: 'a.txt' },
            { name: 'sec', mountPath: '/sec' },
          ],
        },
      ],
    }),
    pod('plain', {
      volumes: [{ name: 'conf', configMap: { name: 'conf' } }],
      containers: [
        { name: 'c', image: 'busybox', ...WAIT, volumeMounts: [{ name: 'conf', mountPath: '/conf' }] },
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
    pod('humble', {
      securityContext: { runAsNonRoot: true },
      containers: [{ name: 'c', image: 'nginxinc/nginx-unprivileged' }],
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

const exec = (name: string, ...command: readonly string[]): string => execIn(name, 'c', ...command);

function execIn(name: string, container: string, ...command: readonly string[]): string {
  const answer = whole.cluster.api.handle({
    method: 'POST',
    path: `/api/v1/namespaces/default/pods/${name}/exec`,
    query: {},
    accept: 'json',
    body: { container, command },
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

test('who debugs a container sees its processes, and is seen', () => {
  const debug = { name: 'd', image: 'busybox', ...WAIT, targetContainerName: 'c' };
  whole.cluster.api.handle({
    method: 'PATCH',
    path: '/api/v1/namespaces/default/pods/old/ephemeralcontainers',
    query: {},
    accept: 'json',
    contentType: 'application/strategic-merge-patch+json',
    body: { spec: { ephemeralContainers: [debug] } },
  });
  whole.pass(30);
  const seen = [
    'PID   USER     TIME  COMMAND',
    '    1 root      0:00 nginx: master process nginx -g daemon off;',
    '   29 nginx     0:00 nginx: worker process',
    '   30 nginx     0:00 nginx: worker process',
    '   36 root      0:00 sh -c sleep 36000',
    '   42 root      0:00 ps',
    '',
  ];
  expect(execIn('old', 'd', 'ps')).toBe(seen.join('\n'));
  expect(execIn('old', 'c', 'ps', 'ax')).toContain('36 ?        Ss     0:00 sh -c sleep 36000\n');
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
      'drwxrwsrwx    3 root     2000          4096 DATE demo',
      '',
      '/data/demo:',
      'total 8',
      'drwxr-sr-x    2 1000     2000          4096 DATE own',
      '-rw-r--r--    1 1000     2000             6 DATE testfile',
      'uid=1000 gid=3000 groups=2000,3000',
      '',
    ].join('\n'),
  );
});

/** Times, and what is named after them. */
const withoutTimes = (text: string): string =>
  text.replace(/\w{3} [ \d]\d \d\d:\d\d/g, 'DATE').replace(/\.\.\d{4}(_\d\d){5}\.\d+/g, '..TIME');

test('a ConfigMap is laid out behind links, which change all at once', () => {
  const rows = withoutTimes(exec('plain', 'ls', '-la', '/conf')).split('\n');
  expect(rows.map((row) => row.replace(/ {2}\d\d DATE/, '  NN DATE'))).toEqual([
    'total 12',
    'drwxrwxrwx    3 root     root          4096 DATE .',
    'drwxr-xr-x   14 root     root          4096 DATE ..',
    'drwxr-xr-x    2 root     root          4096 DATE ..TIME',
    'lrwxrwxrwx    1 root     root            NN DATE ..data -> ..TIME',
    'lrwxrwxrwx    1 root     root            NN DATE a.txt -> ..data/a.txt',
    '',
  ]);
  expect(exec('plain', 'cat', '/conf/..data/a.txt')).toBe('one');
});

test('a Secret lies in memory, with its mode, and is the group’s that volumes are given to', () => {
  expect(withoutTimes(exec('reader', 'ls', '-l', '/sec/..data/'))).toBe(
    'total 4\n-r--r-----    1 root     2000             3 DATE key\n',
  );
  expect(withoutTimes(exec('reader', 'ls', '-ld', '/sec'))).toBe(
    'drwxrwsrwt    3 root     2000           100 DATE /sec\n',
  );
});

test('a part of a volume is the file itself, and stays as it is', () => {
  const data = { 'a.txt': 'new' };
  whole.client.update(ConfigMap, {
    ...whole.client.get(ConfigMap, { namespace: 'default', name: 'conf' }),
    data,
  });
  whole.pass(120);
  expect(['/conf/a.txt', '/part/a.txt'].map((path) => exec('reader', 'cat', path))).toEqual(['new', 'one']);
});

test('groups are those of the pod, in their order', () => {
  expect(exec('reader', 'id')).toBe('uid=1000 gid=0(root) groups=0(root),1500,2000,4000\n');
});

test('root is in the groups that its image lists it in', () => {
  expect(exec('able', 'id')).toBe('uid=0(root) gid=0(root) groups=0(root),10(wheel)\n');
});

test('id of an image that does not run as root', () => {
  expect(exec('humble', 'id')).toBe('uid=101 gid=101 groups=101\n');
});

test('who is not root may not do what modes do not say', () => {
  const refused = (...command: readonly string[]) => exec('user', ...command);
  expect([refused('touch', '/etc/x'), refused('ls', '/root'), refused('rm', '/etc/passwd')]).toEqual([
    'touch: /etc/x: Permission denied\n',
    "ls: can't open '/root': Permission denied\n",
    "rm: can't remove '/etc/passwd': Permission denied\n",
  ]);
  expect(exec('user', 'sh', '-c', 'echo x > /tmp/x && cat /tmp/x')).toBe('x\n');
});

test('a root file system that may only be read is not written to, nor is a volume that shows an object', () => {
  expect([exec('reader', 'touch', '/tmp/x'), exec('reader', 'touch', '/conf/x')]).toEqual([
    'touch: /tmp/x: Read-only file system\n',
    'touch: /conf/x: Read-only file system\n',
  ]);
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
