import type { Endpoint, EndpointSlice } from '../../../kinds/discovery/endpointslice/types.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, orNone, type Page } from '../page.ts';

export const endpointSlice = defineDescriber<EndpointSlice>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      page.line(0, `AddressType:\t${object.addressType}`);
      describePorts(page, object.ports ?? []);
      const endpoints = object.endpoints ?? [];
      page.line(0, endpoints.length === 0 ? 'Endpoints: <none>' : 'Endpoints:');
      for (const endpoint of endpoints) describeEndpoint(page, endpoint);
      describeEvents(page, events, now);
    }),
});

function describePorts(page: Page, ports: NonNullable<EndpointSlice['ports']>): void {
  if (ports.length === 0) {
    page.line(0, 'Ports: <unset>');
    return;
  }
  page.line(0, 'Ports:');
  page.line(1, 'Name\tPort\tProtocol');
  page.line(1, '----\t----\t--------');
  for (const { name = '', port = '<unset>', protocol = '' } of ports) {
    page.line(1, `${name === '' ? '<unset>' : name}\t${port}\t${protocol}`);
  }
}

function describeEndpoint(page: Page, endpoint: Endpoint): void {
  const { addresses, conditions, hostname, targetRef, nodeName, zone } = endpoint;
  page.line(1, `- Addresses:\t${orNone(addresses.join(', '))}`);
  page.line(2, 'Conditions:');
  page.line(3, `Ready:\t${conditions?.ready ?? '<unset>'}`);
  page.line(2, `Hostname:\t${hostname ?? '<unset>'}`);
  if (targetRef !== undefined) page.line(2, `TargetRef:\t${targetRef.kind ?? ''}/${targetRef.name ?? ''}`);
  page.line(2, `NodeName:\t${nodeName ?? '<unset>'}`);
  page.line(2, `Zone:\t${zone ?? '<unset>'}`);
}
