import type { PriorityClass } from '../../../kinds/scheduling/priorityclass/types.ts';
import { labelsText } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage } from '../page.ts';

export const priorityClass = defineDescriber<PriorityClass>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      page.line(0, `Value:\t${object.value}`);
      page.line(0, `GlobalDefault:\t${object.globalDefault ?? false}`);
      page.line(0, `PreemptionPolicy:\t${object.preemptionPolicy}`);
      page.line(0, `Description:\t${object.description ?? ''}`);
      page.line(0, `Annotations:\t${labelsText(object.metadata.annotations)}`);
      describeEvents(page, events, now);
    }),
});
