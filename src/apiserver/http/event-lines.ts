import type { WatchEvent } from '../../client/transport.ts';
import { isFields } from '../../machinery/json.ts';
import type { AnswerForm } from './media-types.ts';
import { partialMetadata } from './partial-metadata.ts';

/** An event as a line of a stream. */
export interface EventLines {
  /** As the first of a stream. */
  readonly first: string;
  /** As a later one: a table does not say its columns again. */
  readonly later: string;
}

export function linesOf({ type, object }: WatchEvent, form: AnswerForm): EventLines {
  const shown = form === 'partial-object-metadata' ? partialMetadata(object) : object;
  const first = line(type, shown);
  const isTable = form === 'table' && isFields(shown) && shown['columnDefinitions'] !== undefined;
  return { first, later: isTable ? line(type, { ...shown, columnDefinitions: null }) : first };
}

const line = (type: string, object: unknown): string =>
  `{"type":"${type}","object":${JSON.stringify(object)}}\n`;
