import type { ServerResponse } from 'node:http';
import type { ApiRequest, WatchEvent } from '../../client/transport.ts';
import { StatusError } from '../../machinery/status.ts';
import type { Backstage } from './backstage.ts';
import { type AnswerForm, contentTypeOf } from './media-types.ts';
import { partialMetadata } from './partial-metadata.ts';

/** A reader that is behind by so much is cut off: it lists again when it is back. */
const BACKLOG_BYTES = 64 * 1024 * 1024;
const BOOKMARK_MILLISECONDS = 60_000;
/** How long a watch goes on that names no end. */
const LONGEST_SECONDS = 3600;

/** Streams the changes that a request watches, one JSON line each, until its time is over or the reader is gone. */
export function streamWatch(
  backstage: Backstage,
  request: ApiRequest,
  form: AnswerForm,
  response: ServerResponse,
): void {
  const lines = new LineStream(response);
  const tell = (event: WatchEvent): void => lines.write(lineOf(event, form));
  try {
    const stop = backstage.watch(request, tell);
    endInTime(backstage, request, form, lines, stop);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    lines.write(`${JSON.stringify({ type: 'ERROR', object: error.status })}\n`);
    lines.end();
  }
  // Headers at once, events or not: clients wait for them.
  response.writeHead(200, {
    'Content-Type': contentTypeOf(form === 'yaml' ? 'json' : form),
    'Cache-Control': 'no-cache, private',
    Date: new Date(backstage.now()).toUTCString(),
  });
  response.flushHeaders();
}

function endInTime(
  backstage: Backstage,
  request: ApiRequest,
  form: AnswerForm,
  lines: LineStream,
  stop: () => void,
): void {
  const { timeoutSeconds, allowWatchBookmarks } = request.query;
  const asked = Number(timeoutSeconds ?? 0);
  const seconds = asked > 0 ? Math.min(asked, LONGEST_SECONDS) : LONGEST_SECONDS;
  const end = setTimeout(() => lines.end(), seconds * 1000);
  const bookmarks =
    allowWatchBookmarks === 'true'
      ? setInterval(() => lines.write(lineOf(backstage.bookmark(request), form)), BOOKMARK_MILLISECONDS)
      : undefined;
  lines.onClose(() => {
    clearTimeout(end);
    clearInterval(bookmarks);
    stop();
  });
}

/** What many watchers are told of is put into words once. */
const texts = new WeakMap<object, string>();

function lineOf({ type, object }: WatchEvent, form: AnswerForm): string {
  const shaped = form === 'partial-object-metadata' ? partialMetadata(object) : object;
  return `{"type":"${type}","object":${textOf(shaped)}}\n`;
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = texts.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    texts.set(value, text);
  }
  return text;
}

/** Writes the lines of one turn of the event loop together. */
class LineStream {
  private readonly response: ServerResponse;
  private waiting = '';
  private isOver = false;

  constructor(response: ServerResponse) {
    this.response = response;
  }

  write(line: string): void {
    if (this.isOver) return;
    if (this.waiting === '') setImmediate(() => this.flush());
    this.waiting += line;
  }

  end(): void {
    if (this.isOver) return;
    this.flush();
    this.isOver = true;
    this.response.end();
  }

  onClose(action: () => void): void {
    this.response.on('close', () => {
      this.isOver = true;
      action();
    });
  }

  private flush(): void {
    if (this.isOver || this.waiting === '') return;
    this.response.write(this.waiting);
    this.waiting = '';
    if (this.response.writableLength > BACKLOG_BYTES) this.response.destroy();
  }
}
