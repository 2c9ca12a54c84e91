import { beforeAll, describe, expect, test } from 'vitest';
import { Namespace } from '../../../src/kinds/core/namespace/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { Service } from '../../../src/kinds/core/service/kind.ts';
import { erased, type Kind } from '../../../src/kinds/kind.ts';
import { Ingress } from '../../../src/kinds/networking/ingress/kind.ts';
import { IngressClass } from '../../../src/kinds/networking/ingressclass/kind.ts';
import { NetworkPolicy } from '../../../src/kinds/networking/networkpolicy/kind.ts';
import { chainsOf, endpointChain } from '../../../src/network/chains.ts';
import { questionFor } from '../../../src/network/dns/question.ts';
import type { RecordType } from '../../../src/network/dns/records.ts';
import { clusterResolver, lookUp } from '../../../src/network/dns/resolver.ts';
import { whyNoName } from '../../../src/network/dns/why.ts';
import { travelIngress } from '../../../src/network/ingress-journey.ts';
import { travel } from '../../../src/network/journey.ts';
import { fromNamespace, fromPod, OUTSIDE, type Source } from '../../../src/network/source.ts';
import type { View } from '../../../src/network/view.ts';
import { createRng } from '../../../src/simulation/rng.ts';
import { deployment, type Made, service, statefulSet, WholeCluster } from '../../support/whole-cluster.ts';

const object = (kind: Kind, name: string, spec: object, namespace = 'default'): Made => ({
  kind,
  metadata: { namespace, name },
  ...({ spec } as object),
});
const serviceOf = (name: string, spec: object): Made => object(erased(Service), name, spec);
const tcp = (port: number, targetPort: number | string = port, name = '') => ({
  port,
  targetPort,
  protocol: 'TCP',
  ...(name ? { name } : {}),
});

let whole: WholeCluster;
let view: View;

beforeAll(() => {
  whole = new WholeCluster({ kubelet: 'fast' });
  view = { reader: whole.client, at: 'now' };
  whole.create(
    deployment('web', 2),
    service('web'),
    serviceOf('db', { clusterIP: 'None', selector: { app: 'db' }, ports: [tcp(5432, 5432, 'sql')] }),
    statefulSet('db', 2),
    serviceOf('away', { type: 'ExternalName', externalName: 'web.default.svc.cluster.local' }),
    serviceOf('nobody', { selector: { app: 'nobody' }, ports: [tcp(80)] }),
    serviceOf('wrong', { selector: { app: 'web' }, ports: [tcp(80, 8080)] }),
    serviceOf('sticky', { selector: { app: 'web' }, sessionAffinity: 'ClientIP', ports: [tcp(80)] }),
    serviceOf('db-0', { selector: { 'statefulset.kubernetes.io/pod-name': 'db-0' }, ports: [tcp(80)] }),
    { kind: erased(Namespace), metadata: { name: 'shop' } },
  );
  whole.pass(5);
});

function answers(word: string, type?: RecordType, namespace = 'default') {
  const question = questionFor(word, type);
  const { answer } = lookUp(question.name, question.type, clusterResolver(namespace), view);
  return answer.records.length === 0
    ? answer.code
    : answer.records.map(({ type: own, data }) => `${own} ${data}`);
}

const addressOf = (name: string): string =>
  whole.client.get(Service, { namespace: 'default', name }).spec.clusterIP ?? '';
const podIp = (name: string): string => whole.pod(name).status?.podIP ?? '';

describe('P-13: names', () => {
  test('a Service is its cluster IP, by short names along the search path', () => {
    const address = [`A ${addressOf('web')}`];
    expect(answers('web')).toEqual(address);
    expect(answers('web.default')).toEqual(address);
    expect(answers('web.default.svc')).toEqual(address);
    expect(answers('web.default.svc.cluster.local')).toEqual(address);
    expect(answers('web', 'A', 'shop')).toBe('NXDOMAIN');
  });

  test('a headless Service is its ready endpoints, each with a name', () => {
    expect(answers('db')).toEqual([`A ${podIp('db-0')}`, `A ${podIp('db-1')}`]);
    expect(answers('db-1.db')).toEqual([`A ${podIp('db-1')}`]);
    expect(answers('db-2.db')).toBe('NXDOMAIN');
  });

  test('named ports are SRV records', () => {
    expect(answers('_sql._tcp.db', 'SRV')).toEqual([
      'SRV 0 50 5432 db-0.db.default.svc.cluster.local.',
      'SRV 0 50 5432 db-1.db.default.svc.cluster.local.',
    ]);
    expect(answers('kubernetes', 'SRV')).toEqual(['SRV 0 100 443 kubernetes.default.svc.cluster.local.']);
    expect(answers('_sql._udp.db', 'SRV')).toBe('NXDOMAIN');
  });

  test('an ExternalName is another name, answered with what it stands for', () => {
    expect(answers('away')).toEqual(['CNAME web.default.svc.cluster.local.', `A ${addressOf('web')}`]);
  });

  test('addresses have names: of Services, and of pods that have one of their own', () => {
    expect(answers(addressOf('web'))).toEqual(['PTR web.default.svc.cluster.local.']);
    expect(answers(podIp('db-0'))).toEqual(['PTR db-0.db.default.svc.cluster.local.']);
    const [web] = whole.client.list(Pod, { namespace: 'default', labels: { matchLabels: { app: 'web' } } });
    expect(answers(web?.status?.podIP ?? '')).toBe('NXDOMAIN');
  });

  test('a pod is named by its address', () => {
    expect(answers('10-244-1-9.default.pod.cluster.local')).toEqual(['A 10.244.1.9']);
    expect(answers('web-0.default.pod.cluster.local')).toBe('NXDOMAIN');
  });

  test('what is there without such a record is no NXDOMAIN', () => {
    expect(answers('web', 'AAAA')).toBe('NOERROR');
    expect(answers('default.svc.cluster.local')).toBe('NOERROR');
    expect(answers('nothere.svc.cluster.local.')).toBe('NXDOMAIN');
  });

  test.each([
    ['x.default.svc.cluster.local', 'there is no service default/x'],
    ['web.nowhere.svc.cluster.local', 'there is no namespace nowhere'],
    ['web-0.web.default.svc.cluster.local', 'service default/web has no endpoint of the name web-0'],
    ['web.cluster.local', 'names of Services end in .svc.cluster.local, those of pods in .pod.cluster.local'],
  ])('why %s is none', (name, why) => {
    expect(whyNoName(name, view)).toBe(why);
  });
});

function ending(host: string, port = 80, source: Source = fromNamespace('default', whole.client), seed = 0) {
  const { outcome } = travel({ host, port }, source, view, createRng(seed));
  if (outcome.is === 'reached') return outcome.pod?.metadata.labels?.['app'] ?? outcome.address;
  return 'why' in outcome ? `${outcome.is}: ${outcome.why}` : outcome.is;
}

describe('journeys', () => {
  test('to a Service, by name, address and pod', () => {
    expect(ending('web')).toBe('web');
    expect(ending(addressOf('web'))).toBe('web');
    expect(ending('web.default.svc.cluster.local')).toBe('web');
  });

  test('a Service without endpoints refuses, one whose pods do not listen there too', () => {
    expect(ending('nobody')).toBe('refused: default/nobody has no endpoints');
    expect(ending('wrong')).toMatch(/^refused: nothing in pod default\/web-\S+ listens at port 8080$/);
  });

  test('names and addresses that nobody has', () => {
    expect(ending('webb')).toBe('unknown host: no such name: NXDOMAIN');
    expect(ending('10.96.200.200')).toBe('timed out: nobody has the address 10.96.200.200');
    expect(ending('web', 81)).toBe('timed out: service default/web has no port 81');
  });

  test('a Service on the name of a pod leads to it alone', () => {
    const { outcome } = travel(
      { host: 'db-0', port: 80 },
      fromNamespace('default', whole.client),
      view,
      createRng(1),
    );
    expect(outcome.is === 'reached' && outcome.pod?.metadata.name).toBe('db-0');
  });

  test('with session affinity a client stays with its pod, without it does not', () => {
    const from = fromPod(whole.pod('db-0'), whole.client);
    const pods = (host: string) =>
      new Set(
        Array.from({ length: 20 }, (_, seed) => {
          const { outcome } = travel({ host, port: 80 }, from, view, createRng(seed));
          return outcome.is === 'reached' ? outcome.pod?.metadata.name : outcome.is;
        }),
      ).size;
    expect([pods('sticky'), pods('web')]).toEqual([1, 2]);
  });

  test('the API server is reached, and is no pod', () => {
    expect(ending('kubernetes', 443)).toBe('192.168.1.10');
  });

  test('names are not known outside of the cluster', () => {
    expect(ending('web', 80, OUTSIDE)).toBe('unknown host: names of the cluster are known inside of it only');
  });
});

describe('network policies', () => {
  const policy = (name: string, spec: object): Made => object(erased(NetworkPolicy), name, spec);
  const remove = (name: string) => whole.client.delete(NetworkPolicy, { namespace: 'default', name });

  test('a pod that is selected takes only what is allowed; the rest is lost', () => {
    whole.create(
      policy('web', {
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { app: 'db' } } }], ports: [{ port: 80, protocol: 'TCP' }] },
        ],
      }),
    );
    expect(ending('web', 80, fromPod(whole.pod('db-0'), whole.client))).toBe('web');
    expect(ending('web')).toBe('timed out: NetworkPolicy default/web lets nothing of it through');
    remove('web');
  });

  test('who may send to nobody cannot ask for names either', () => {
    whole.create(policy('mute', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Egress'] }));
    expect(ending('web', 80, fromPod(whole.pod('db-0'), whole.client))).toBe(
      "unknown host: the cluster's DNS cannot be reached",
    );
    remove('mute');
  });
});

test('chains have the names that kube-proxy gives them', () => {
  const [port] = service80.spec.ports ?? [];
  expect(chainsOf(service80, port as never).cluster).toBe('KUBE-SVC-LOLE4ISW44XBNF3G');
  expect(endpointChain(service80, port as never, '10.244.2.3:80')).toBe('KUBE-SEP-7QE66YRUUVCO6FRM');
});

const service80 = {
  metadata: { namespace: 'default', name: 'web' },
  spec: { type: 'ClusterIP', sessionAffinity: 'None', ports: [tcp(80)] },
} as unknown as Service;

describe('Ingress', () => {
  const path = (own: string, name: string, pathType = 'Prefix') => ({
    path: own,
    pathType,
    backend: { service: { name, port: { number: 80 } } },
  });
  const rule = (host: string | undefined, ...paths: readonly object[]) => ({
    ...(host === undefined ? {} : { host }),
    http: { paths },
  });

  beforeAll(() => {
    whole.create(
      {
        kind: erased(IngressClass),
        metadata: { name: 'nginx' },
        ...({ spec: { controller: 'k8s.io/ingress-nginx' } } as object),
      },
      object(erased(Ingress), 'shop', {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
        rules: [
          rule(
            'shop.example.com',
            path('/', 'web'),
            path('/db', 'db-0'),
            path('/db/exact', 'sticky', 'Exact'),
          ),
          rule('*.example.com', path('/', 'sticky')),
        ],
      }),
    );
  });

  const to = (host: string, own: string): string => {
    const { service: found, outcome } = travelIngress(
      { scheme: 'http', host, path: own },
      view,
      createRng(0),
    );
    return outcome.is === 'answered' ? `${outcome.status} ${outcome.why}` : (found?.metadata.name ?? '');
  };

  test.each([
    ['shop.example.com', '/', 'web'],
    ['shop.example.com', '/dbx', 'web'],
    ['shop.example.com', '/db', 'db-0'],
    ['shop.example.com', '/db/', 'db-0'],
    ['shop.example.com', '/db/more', 'db-0'],
    ['shop.example.com', '/db/exact', 'sticky'],
    ['shop.example.com', '/db/exact/', 'db-0'],
    ['other.example.com', '/any', 'sticky'],
    ['a.b.example.com', '/', '404 no Ingress has a rule for a.b.example.com/'],
    ['example.org', '/', '404 no Ingress has a rule for example.org/'],
  ])('%s%s goes to %s', (host, own, expected) => {
    expect(to(host, own)).toBe(expected);
  });

  test('the certificate is that of the host', () => {
    const secret = (host: string) =>
      travelIngress({ scheme: 'https', host, path: '/' }, view, createRng(0)).match?.secret;
    expect([secret('shop.example.com'), secret('other.example.com')]).toEqual(['shop-tls', undefined]);
  });

  test('a Service without endpoints, or that is not there, is unavailable', () => {
    whole.create(
      object(erased(Ingress), 'sad', {
        rules: [rule('sad.example.org', path('/nobody', 'nobody'), path('/gone', 'gone'))],
      }),
    );
    expect(to('sad.example.org', '/nobody')).toBe('503 service default/nobody has no endpoints');
    expect(to('sad.example.org', '/gone')).toBe('503 there is no service default/gone');
  });
});
