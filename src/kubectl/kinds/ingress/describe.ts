import type { LoadBalancerStatus, Service } from '../../../kinds/core/service/types.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeAnnotations, describeLabels } from '../common.ts';
import { defineDescriber, listQuery, type Related, type RelatedQuery } from '../describer.ts';
import { endpointsText } from '../endpointslice/summary.ts';
import { describeEvents } from '../events.ts';
import { describePage, type Page } from '../page.ts';

interface Backend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly number?: number; readonly name?: string };
  };
  readonly resource?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
}

interface Ingress extends KubeObject {
  readonly spec: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: Backend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths: readonly { readonly path?: string; readonly backend: Backend }[] };
    }[];
  };
  readonly status?: { readonly loadBalancer?: LoadBalancerStatus };
}

export const ingress = defineDescriber<Ingress>({
  related: (object) =>
    Object.fromEntries(serviceNames(object).flatMap((name) => backendQueries(object, name))),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      const { metadata, spec } = object;
      const backend = (one: Backend): string => backendText(one, related);
      page.line(0, `Name:\t${metadata.name}`);
      describeLabels(page, 'Labels', metadata.labels);
      page.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
      page.line(0, `Address:\t${addressText(object)}`);
      page.line(0, `Ingress Class:\t${spec.ingressClassName ?? '<none>'}`);
      const fallback = spec.defaultBackend === undefined ? '<default>' : backend(spec.defaultBackend);
      page.line(0, `Default backend:\t${fallback}`);
      describeTls(page, object);
      describeRules(page, object, backend, fallback);
      describeAnnotations(page, 'Annotations', metadata.annotations);
      describeEvents(page, events, now);
    }),
});

function describeTls(page: Page, { spec: { tls = [] } }: Ingress): void {
  if (tls.length > 0) page.line(0, 'TLS:');
  for (const { hosts = [], secretName = '' } of tls) {
    page.line(1, `${secretName === '' ? 'SNI routes' : `${secretName} terminates`} ${hosts.join(',')}`);
  }
}

function describeRules(
  page: Page,
  { spec }: Ingress,
  backend: (one: Backend) => string,
  fallback: string,
): void {
  page.write(0, 'Rules:\n  Host\tPath\tBackends\n');
  page.line(1, '----\t----\t--------');
  const rules = (spec.rules ?? []).filter(({ http }) => http !== undefined);
  for (const { host = '', http } of rules) {
    page.line(1, `${host === '' ? '*' : host}\t`);
    for (const path of http?.paths ?? []) page.line(2, `\t${path.path ?? ''} \t${backend(path.backend)}`);
  }
  if (rules.length === 0) page.line(1, `*\t*\t${fallback}`);
}

function serviceNames({ spec }: Ingress): readonly string[] {
  const backends = [
    spec.defaultBackend,
    ...(spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map((path) => path.backend)),
  ];
  return [
    ...new Set(backends.flatMap((backend) => (backend?.service === undefined ? [] : [backend.service.name]))),
  ];
}

function backendQueries({ metadata }: Ingress, name: string): readonly (readonly [string, RelatedQuery])[] {
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const slices = listQuery(
    '/apis/discovery.k8s.io/v1',
    metadata.namespace,
    'endpointslices',
    { labelSelector },
    'is told',
  );
  const path = `/api/v1/namespaces/${metadata.namespace ?? ''}/services/${name}`;
  return [
    [`slices of ${name}`, slices],
    [`service ${name}`, { path, type: 'object', failure: 'is told' }],
  ];
}

/** `web:80 (10.244.0.5:80)`: where a request would end. */
function backendText({ service, resource }: Backend, related: Related): string {
  if (service === undefined) {
    if (resource === undefined) return '';
    return `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
  }
  const { number = 0, name = '' } = service.port ?? {};
  const target = `${service.name}:${number === 0 ? name : number}`;
  const error = related.error(`slices of ${service.name}`) ?? related.error(`service ${service.name}`);
  if (error !== undefined) return `${target} (<error: ${error}>)`;
  const ports = related.object<Service>(`service ${service.name}`)?.spec.ports ?? [];
  const port = ports.findLast(
    (one) => (number !== 0 && one.port === number) || (name !== '' && one.name === name),
  );
  return `${target} (${endpointsText(related.list(`slices of ${service.name}`), port?.name ?? '')})`;
}

function addressText({ status }: Ingress): string {
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip = '', hostname = '' }) =>
    ip === '' ? hostname : ip,
  );
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}
