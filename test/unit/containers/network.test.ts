import { beforeAll, describe, expect, test } from 'vitest';
import { Service } from '../../../src/kinds/core/service/kind.ts';
import { erased } from '../../../src/kinds/kind.ts';
import { pod, service, WholeCluster } from '../../support/whole-cluster.ts';

let whole: WholeCluster;
const labelled = (name: string, image: string, own: object = {}) => ({
  ...pod(name, { containers: [{ name: 'c', image, ...own }] }),
  metadata: { namespace: 'default', name, labels: { app: name } },
});

beforeAll(() => {
  whole = new WholeCluster();
  const wait = { command: ['sh', '-c', 'sleep 36000'] };
  whole.create(
    labelled('web', 'nginx:1.27'),
    service('web'),
    labelled('hello', 'gcr.io/google-samples/hello-app:1.0', { ports: [{ containerPort: 8080 }] }),
    labelled('slim', 'registry.k8s.io/nginx-slim:0.21'),
    service('hello', 8080),
    service('slim'),
    labelled('old', 'busybox:1.28', wait),
    labelled('new', 'busybox:1.36', wait),
    labelled('gnu', 'debian', wait),
    {
      kind: erased(Service),
      metadata: { namespace: 'default', name: 'nobody' },
      ...({
        spec: { selector: { app: 'nobody' }, ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] },
      } as object),
    },
  );
  whole.pass(30);
});

interface Ran {
  readonly spoken: readonly { readonly to: string; readonly text: string }[];
  readonly code: number;
}

/** What a command prints, its errors among it, and its exit code where it is not 0. */
function run(name: string, script: string): string {
  const answer = whole.cluster.api.handle({
    method: 'POST',
    path: `/api/v1/namespaces/default/pods/${name}/exec`,
    query: {},
    accept: 'json',
    body: { container: 'c', command: ['sh', '-c', script] },
  }).body as Ran;
  const text = answer.spoken.map((each) => each.text).join('');
  return answer.code === 0 ? text : `${text}[${answer.code}]`;
}

const address = (name: string) => whole.client.get(Service, { namespace: 'default', name }).spec.clusterIP;

describe('nslookup', () => {
  test('busybox until 1.28 numbers addresses and says whose they are', () => {
    expect(run('old', 'nslookup web')).toBe(
      `Server:    10.96.0.10\nAddress 1: 10.96.0.10 kube-dns.kube-system.svc.cluster.local\n\nName:      web\nAddress 1: ${address('web')} web.default.svc.cluster.local\n`,
    );
    expect(run('old', 'nslookup webb 2>&1 | tail -1; exit 1')).toBe("nslookup: can't resolve 'webb'\n[1]");
  });

  test('later ones, and BIND, say the name in full', () => {
    const found = `\n\nName:\tweb.default.svc.cluster.local\nAddress: ${address('web')}\n\n`;
    expect(run('new', 'nslookup web')).toBe(`Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53${found}`);
    expect(run('gnu', 'nslookup web')).toBe(`Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53${found}`);
    expect(run('gnu', 'nslookup webb')).toMatch(/\n\n\*\* server can't find webb: NXDOMAIN\n\n\[1\]$/);
  });
});

describe('wget and curl', () => {
  test('a page', () => {
    expect(run('new', 'wget -qO- http://web | grep h1')).toBe('<h1>Welcome to nginx!</h1>\n');
    expect(run('gnu', "curl -s -o /dev/null -w '%{http_code}\\n' http://web/nothing")).toBe('404\n');
  });

  test.each([
    [
      'wget -qO- http://nobody',
      () => `wget: can't connect to remote host (${address('nobody')}): Connection refused\n[1]`,
    ],
    ['wget -qO- http://webb', () => "wget: bad address 'webb'\n[1]"],
    ['wget -qO- -T 5 http://web:81', () => 'wget: download timed out\n[1]'],
    ['wget -qO- http://web/nothing', () => 'wget: server returned error: HTTP/1.1 404 Not Found\n[1]'],
    ['curl -sS http://webb', () => 'curl: (6) Could not resolve host: webb\n[6]'],
    [
      'curl -sS http://nobody',
      () => "curl: (7) Failed to connect to nobody port 80 after 0 ms: Couldn't connect to server\n[7]",
    ],
    ['curl -fsS http://web/nothing', () => 'curl: (22) The requested URL returned error: 404\n[22]'],
    ['nc -z web 80', () => ''],
    ['nc -z nobody 80', () => '[1]'],
  ])('%s', (script, expected) => {
    expect(run('new', script)).toBe(expected());
  });

  test('who is not answered has waited for it', () => {
    expect(
      run('new', 'a=$(date +%s); wget -q -T 5 http://web:81 2>/dev/null; b=$(date +%s); echo $((b - a))'),
    ).toBe('5\n');
  });

  test('a server of a lesson says what it is known for', () => {
    expect(run('new', 'wget -qO- hello')).toBe('Hello, world!\nVersion: 1.0.0\nHostname: hello\n');
    expect(run('new', 'wget -qO- slim | grep h1')).toBe('<h1>Welcome to nginx!</h1>\n');
  });

  test('a server shows the files of its container', () => {
    expect(run('web', 'curl -s localhost | grep title')).toBe('<title>Welcome to nginx!</title>\n');
    run('web', 'hostname > /usr/share/nginx/html/index.html');
    expect(run('web', 'curl -s http://localhost/')).toBe('web\n');
  });
});
