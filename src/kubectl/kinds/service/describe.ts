import type { LoadBalancerIngress, Service, ServicePort } from '../../../kinds/core/service/types.ts';
import type { EndpointSlice } from '../../../kinds/discovery/endpointslice/types.ts';
import { describeIdentity, describeMarks, labelsText } from '../common.ts';
import { defineDescriber, listQuery } from '../describer.ts';
import { endpointsText } from '../endpointslice/summary.ts';
import { describeEvents } from '../events.ts';
import { describePage, orNone, type Page } from '../page.ts';

export const service = defineDescriber<Service>({
  related: ({ metadata }) => ({
    slices: listQuery(
      '/apis/discovery.k8s.io/v1',
      metadata.namespace,
      'endpointslices',
      { labelSelector: `kubernetes.io/service-name=${metadata.name}` },
      'is told',
    ),
  }),
  describe: ({ object, related, events, now }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      describeAddresses(page, object);
      const slices = related.list<EndpointSlice>('slices');
      for (const port of object.spec.ports ?? []) describePort(page, port, slices);
      describePolicies(page, object);
      describeEvents(page, events, now);
    }),
});

function describeAddresses(page: Page, { spec, status }: Service): void {
  page.line(0, `Selector:\t${labelsText(spec.selector)}`);
  page.line(0, `Type:\t${spec.type}`);
  if (spec.ipFamilyPolicy !== undefined) page.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  page.line(0, `IP Families:\t${orNone((spec.ipFamilies ?? []).join(','))}`);
  page.line(0, `IP:\t${spec.clusterIP ?? ''}`);
  page.line(0, `IPs:\t${orNone((spec.clusterIPs ?? []).join(','))}`);
  if ((spec.externalIPs ?? []).length > 0) page.line(0, `External IPs:\t${spec.externalIPs?.join(',')}`);
  if ((spec.loadBalancerIP ?? '') !== '') page.line(0, `Desired LoadBalancer IP:\t${spec.loadBalancerIP}`);
  if ((spec.externalName ?? '') !== '') page.line(0, `External Name:\t${spec.externalName}`);
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length > 0) page.line(0, `LoadBalancer Ingress:\t${ingress.map(ingressText).join(', ')}`);
}

function ingressText({ ip = '', ipMode, hostname = '' }: LoadBalancerIngress): string {
  if (ip === '') return hostname;
  return ipMode === undefined ? ip : `${ip} (${ipMode})`;
}

function describePort(page: Page, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const { name = '', protocol, nodePort = 0 } = port;
  const shown = name === '' ? '<unset>' : name;
  page.line(0, `Port:\t${shown}\t${port.port}/${protocol}`);
  page.line(0, `TargetPort:\t${port.targetPort}/${protocol}`);
  if (nodePort !== 0) page.line(0, `NodePort:\t${shown}\t${nodePort}/${protocol}`);
  page.line(0, `Endpoints:\t${endpointsText(slices, name)}`);
}

function describePolicies(page: Page, { spec }: Service): void {
  page.line(0, `Session Affinity:\t${spec.sessionAffinity}`);
  if ((spec.externalTrafficPolicy ?? '') !== '') {
    page.line(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  }
  if (spec.internalTrafficPolicy !== undefined)
    page.line(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
  if ((spec.healthCheckNodePort ?? 0) !== 0)
    page.line(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
  const ranges = spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) page.line(0, `LoadBalancer Source Ranges:\t${ranges.join(',')}`);
}
