import type { ConfigMap } from '../../../kinds/core/configmap/types.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, sortedKeys } from '../page.ts';

/** kubectl 1.33 takes keys as Go's maps give them; in order they are one of its possible answers. */
export const configMap = defineDescriber<ConfigMap>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { data, binaryData } = object;
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      page.write(0, '\nData\n====\n');
      for (const key of sortedKeys(data)) page.write(0, `${key}:\n----\n${data?.[key]}\n\n`);
      page.write(0, '\nBinaryData\n====\n');
      for (const key of sortedKeys(binaryData))
        page.line(0, `${key}: ${decodedLength(binaryData?.[key])} bytes`);
      page.write(0, '\n');
      describeEvents(page, events, now);
    }),
});

/** How many bytes a base64 text stands for. */
export function decodedLength(text = ''): number {
  const padding = /=*$/.exec(text)?.[0].length ?? 0;
  return (text.length / 4) * 3 - padding;
}
