import type { EndpointAddress, Endpoints } from '../../../kinds/core/endpoints/types.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, orNone } from '../page.ts';

export const endpoints = defineDescriber<Endpoints>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      page.line(0, 'Subsets:');
      for (const { addresses, notReadyAddresses, ports = [] } of object.subsets ?? []) {
        page.line(1, `Addresses:\t${addressText(addresses)}`);
        page.line(1, `NotReadyAddresses:\t${addressText(notReadyAddresses)}`);
        if (ports.length > 0) {
          page.line(1, 'Ports:');
          page.line(2, 'Name\tPort\tProtocol');
          page.line(2, '----\t----\t--------');
        }
        for (const { name = '', port, protocol } of ports) {
          page.line(2, `${name === '' ? '<unset>' : name}\t${port}\t${protocol}`);
        }
        page.write(0, '\n');
      }
      describeEvents(page, events, now);
    }),
});

const addressText = (addresses: readonly EndpointAddress[] | undefined): string =>
  orNone((addresses ?? []).map(({ ip }) => ip).join(','));
