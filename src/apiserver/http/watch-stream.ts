import type { ServerResponse } from 'node:http';
import { isYes } from '../../client/query.ts';
import type { ApiRequest, WatchEvent } from '../../client/transport.ts';
import { StatusError } from '../../machinery/status.ts';
import type { Backstage } from './backstage.ts';
import type { Broadcasts, Channel } from './broadcast.ts';
import { linesOf } from './event-lines.ts';
import { type AnswerForm, contentTypeOf } from './media-types.ts';
import { Reader } from './reader.ts';

const BOOKMARK_MILLISECONDS = 60_000;
/** How long before its end a watch is told how far it has come. */
const BOOKMARK_BEFORE_END_MILLISECONDS = 2000;
/** How long a watch goes on that names no end. */
const LONGEST_SECONDS = 3600;

/**
 * Streams the changes that a request watches, one JSON line each, until its time is over or the reader is gone. Throws
 * StatusError for what cannot be watched.
 */
export function streamWatch(
  backstage: Backstage,
  broadcasts: Broadcasts,
  request: ApiRequest,
  form: AnswerForm,
  response: ServerResponse,
): void {
  const channel = broadcasts.channelFor(request, form);
  const reader = new Reader(response, () => channel.leave(reader));
  try {
    const beginning = eventsUntilNow(backstage, request);
    writeHead(response, form, backstage);
    reader.begin(textOf(beginning, form));
    channel.join(reader, { knowsColumns: beginning.length > 0 });
    endInTime(backstage, request, form, { response, reader, channel });
  } catch (error) {
    channel.leave(reader);
    if (!(error instanceof StatusError) || error.status.reason !== 'Expired') throw error;
    writeHead(response, form, backstage);
    reader.begin(`${JSON.stringify({ type: 'ERROR', object: error.status })}\n`);
    reader.end();
  }
}

/** Headers at once, events or not: clients wait for them. */
function writeHead(response: ServerResponse, form: AnswerForm, backstage: Backstage): void {
  response.writeHead(200, {
    'Content-Type': contentTypeOf(form === 'yaml' ? 'json' : form),
    'Cache-Control': 'no-cache, private',
    Date: new Date(backstage.now()).toUTCString(),
  });
  response.flushHeaders();
}

function eventsUntilNow(backstage: Backstage, request: ApiRequest): readonly WatchEvent[] {
  const events: WatchEvent[] = [];
  backstage.watch(request, (event) => events.push(event))();
  return events;
}

function textOf(events: readonly WatchEvent[], form: AnswerForm): string {
  return events.map((event, i) => linesOf(event, form)[i === 0 ? 'first' : 'later']).join('');
}

interface Stream {
  readonly response: ServerResponse;
  readonly reader: Reader;
  readonly channel: Channel;
}

function endInTime(
  backstage: Backstage,
  request: ApiRequest,
  form: AnswerForm,
  { response, reader, channel }: Stream,
): void {
  const { timeoutSeconds, allowWatchBookmarks } = request.query;
  const asked = Number(timeoutSeconds ?? 0);
  const length = 1000 * (asked > 0 ? Math.min(asked, LONGEST_SECONDS) : LONGEST_SECONDS);
  const end = setTimeout(() => {
    channel.flush();
    reader.end();
  }, length);
  const tell = (): void => {
    channel.flush();
    reader.write(linesOf(backstage.bookmark(request), form).later);
  };
  const wantsBookmarks = isYes(allowWatchBookmarks);
  const often = wantsBookmarks ? setInterval(tell, BOOKMARK_MILLISECONDS) : undefined;
  const beforeEnd = length - BOOKMARK_BEFORE_END_MILLISECONDS;
  const last = wantsBookmarks && beforeEnd > 0 ? setTimeout(tell, beforeEnd) : undefined;
  response.on('close', () => {
    clearTimeout(end);
    clearTimeout(last);
    clearInterval(often);
  });
}
