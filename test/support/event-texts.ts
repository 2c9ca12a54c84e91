import type { Reader } from '../../src/client/client.ts';
import { Event } from '../../src/kinds/core/event/kind.ts';

/** Events about the name as `Type Reason Message`, the one that was told longest ago first; a count above 1 is told. */
export function eventTexts(reader: Reader, name: string, source?: string): readonly string[] {
  return reader
    .list(Event)
    .filter(
      ({ involvedObject, reportingComponent }) =>
        involvedObject.name === name && (source === undefined || reportingComponent === source),
    )
    .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ type, reason, message, count, series }) => {
      const times = series?.count ?? count ?? 1;
      return `${type} ${reason} ${message}${times > 1 ? ` x${times}` : ''}`;
    });
}
