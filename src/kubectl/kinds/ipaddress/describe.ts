import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';

interface IpAddress extends KubeObject {
  readonly spec?: {
    readonly parentRef?: {
      readonly group?: string;
      readonly resource?: string;
      readonly namespace?: string;
      readonly name?: string;
    };
  };
}

export const ipAddress = defineDescriber<IpAddress>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      const parent = object.spec?.parentRef;
      if (parent !== undefined) {
        page.line(0, 'Parent Reference:');
        page.line(1, `Group:\t${parent.group ?? ''}`);
        page.line(1, `Resource:\t${parent.resource ?? ''}`);
        page.line(1, `Namespace:\t${parent.namespace ?? ''}`);
        page.line(1, `Name:\t${parent.name ?? ''}`);
      }
      describeEvents(page, events, now);
    }),
});
