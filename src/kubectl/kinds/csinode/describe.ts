import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, formatTime, goList } from '../page.ts';

interface CsiNode extends KubeObject {
  readonly spec?: {
    readonly drivers?:
      | readonly {
          readonly name: string;
          readonly nodeID: string;
          readonly topologyKeys?: readonly string[] | null;
          readonly allocatable?: { readonly count?: number };
        }[]
      | null;
  };
}

export const csiNode = defineDescriber<CsiNode>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      page.line(0, `CreationTimestamp:\t${formatTime(object.metadata.creationTimestamp)}`);
      page.line(0, 'Spec:');
      const drivers = object.spec?.drivers ?? undefined;
      if (drivers !== undefined) page.line(1, 'Drivers:');
      for (const { name, nodeID, topologyKeys, allocatable } of drivers ?? []) {
        page.line(2, `${name}:`);
        page.line(3, `Node ID:\t${nodeID}`);
        if (allocatable?.count !== undefined) {
          page.line(3, 'Allocatables:');
          page.line(4, `Count:\t${allocatable.count}`);
        }
        if (topologyKeys !== undefined && topologyKeys !== null)
          page.line(3, `Topology Keys:\t${goList(topologyKeys)}`);
      }
      describeEvents(page, events, now);
    }),
});
