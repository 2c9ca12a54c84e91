import { parseIntOrString } from '../../../machinery/int-or-string.ts';
import { compareText } from '../../../machinery/json.ts';
import { UsageError } from '../../command.ts';
import { array, text } from '../../flags.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

/** host/path=service:port[,tls[=secret]]: kubectl looks no closer than this, and only at the beginning. */
const RULE = /^[\w*\-.]*\/.*=[\w-]+:[\w-]+(,tls=?([\w-]+)?)?/;

/** `kubectl create ingress`. */
export const createIngress = defineGenerator({
  name: 'ingress',
  aliases: ['ing'],
  usage: 'ingress NAME --rule=host/path=service:port[,tls[=secret]] ',
  short: 'Create an ingress with the specified name',
  examples: [
    'kubectl create ingress shop --rule="shop.example.com/*=web:80"',
    'kubectl create ingress shop --rule="shop.example.com/api*=api:8080,tls=shop-cert"',
  ],
  flags: {
    annotation: array('annotation', { help: 'An annotation of the ingress: key=value.' }),
    class: text('class', { help: 'The ingress class.' }),
    defaultBackend: text('default-backend', { help: 'Where all goes that no rule names: service:port.' }),
    rule: array('rule', {
      help: 'host/path=service:port[,tls=secret]. A path that ends in * stands for all below it.',
    }),
  },
  complete: ({ annotation, class: ingressClass, defaultBackend, rule }) => {
    if (defaultBackend === '' && rule.length === 0) {
      throw new UsageError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) ' +
          'or a list of rules (which catch specific paths)',
      );
    }
    const wrong = rule.find((one) => !RULE.test(one));
    if (wrong !== undefined) {
      throw new UsageError(
        `rule ${wrong} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
      );
    }
    const strange = annotation.find((one) => !one.includes('='));
    if (strange !== undefined) {
      throw new UsageError(`annotation ${strange} is invalid and should be in format key=[value]`);
    }
    if (defaultBackend !== '' && defaultBackend.split(':').length !== 2) {
      throw new UsageError('default-backend should be in format servicename:serviceport');
    }
    return { annotations: annotation, ingressClass, defaultBackend, rules: rule };
  },
  generate: ({ annotations, ingressClass, defaultBackend, rules }, naming) => {
    const tls = tlsOf(rules);
    const hosts = rulesOf(rules);
    return newObject('networking.k8s.io/v1', 'Ingress', {
      metadata: newMetadata(naming, { annotations: annotationsOf(annotations) }),
      spec: {
        ...(ingressClass === '' ? {} : { ingressClassName: ingressClass }),
        ...(defaultBackend === '' ? {} : { defaultBackend: backendOf(defaultBackend) }),
        ...(tls.length === 0 ? {} : { tls }),
        ...(hosts.length === 0 ? {} : { rules: hosts }),
      },
      status: { loadBalancer: {} },
    });
  },
  failure: () => 'failed to create ingress:',
});

function annotationsOf(words: readonly string[]): Readonly<Record<string, string>> {
  const pairs = words.map(
    (word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const,
  );
  return Object.fromEntries(pairs.toSorted(([a], [b]) => compareText(a, b)));
}

interface Tls {
  readonly hosts?: readonly string[];
  readonly secretName?: string;
}

/** One entry a secret, each host once. */
function tlsOf(rules: readonly string[]): readonly Tls[] {
  const entries: Tls[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    const [, tls, ...more] = rule.split(',');
    if (tls === undefined || more.length > 0) continue;
    const host = hostOf(rule);
    const secret = tls.split('=')[1] ?? '';
    if (seen.has(host)) continue;
    seen.add(host);
    const at = entries.findIndex(({ secretName = '' }) => secretName === secret);
    const there = entries[at];
    if (there !== undefined) entries[at] = { ...there, hosts: [...(there.hosts ?? []), host] };
    else if (host !== '' || secret !== '') {
      entries.push({
        ...(host === '' ? {} : { hosts: [host] }),
        ...(secret === '' ? {} : { secretName: secret }),
      });
    }
  }
  return entries;
}

function rulesOf(rules: readonly string[]) {
  const hosts = new Map<string, unknown[]>();
  for (const rule of rules) {
    const host = hostOf(rule);
    const [place = ''] = rule.split(',');
    hosts.set(host, [...(hosts.get(host) ?? []), pathOf(place.slice(host.length + 1))]);
  }
  return [...hosts].map(([host, paths]) => ({ ...(host === '' ? {} : { host }), http: { paths } }));
}

const hostOf = (rule: string): string => rule.slice(0, rule.indexOf('/'));

function pathOf(pair: string) {
  const [written = '', service = ''] = pair.split('=');
  const all = `/${written}`;
  const prefix = all.endsWith('*');
  return {
    path: prefix ? all.slice(0, -1) : all,
    pathType: prefix ? 'Prefix' : 'Exact',
    backend: backendOf(service),
  };
}

function backendOf(word: string) {
  const [name = '', written = ''] = word.split(':');
  const port = parseIntOrString(written);
  return {
    service: { name, port: typeof port === 'number' ? (port === 0 ? {} : { number: port }) : { name: port } },
  };
}
