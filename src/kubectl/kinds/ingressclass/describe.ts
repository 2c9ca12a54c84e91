import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';

interface IngressClass extends KubeObject {
  readonly spec?: {
    readonly controller?: string;
    readonly parameters?: { readonly apiGroup?: string; readonly kind: string; readonly name: string };
  };
}

export const ingressClass = defineDescriber<IngressClass>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      page.line(0, `Controller:\t${object.spec?.controller ?? ''}`);
      const parameters = object.spec?.parameters;
      if (parameters !== undefined) {
        page.line(0, 'Parameters:');
        if (parameters.apiGroup !== undefined) page.line(1, `APIGroup:\t${parameters.apiGroup}`);
        page.line(1, `Kind:\t${parameters.kind}`);
        page.line(1, `Name:\t${parameters.name}`);
      }
      describeEvents(page, events, now);
    }),
});
