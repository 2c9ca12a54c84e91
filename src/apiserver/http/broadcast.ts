import type { ApiRequest, WatchEvent } from '../../client/transport.ts';
import type { Backstage } from './backstage.ts';
import { linesOf } from './event-lines.ts';
import { Flusher } from './flusher.ts';
import type { AnswerForm } from './media-types.ts';
import type { Reader } from './reader.ts';

/** Who watches the same in the same form is told with the same bytes: made once, however many read them. */
export class Broadcasts {
  private readonly backstage: Backstage;
  private readonly flusher = new Flusher();
  private readonly channels = new Map<string, Channel>();

  constructor(backstage: Backstage) {
    this.backstage = backstage;
  }

  /** The channel for a request, open from now on; it closes when its last reader leaves. */
  channelFor(request: ApiRequest, form: AnswerForm): Channel {
    const key = keyOf(request, form);
    const known = this.channels.get(key);
    if (known !== undefined) return known;
    const channel = new Channel(form, this.flusher);
    const stop = this.backstage.watch(fromNowOn(request), (event) => channel.tell(event));
    channel.onEmpty = () => {
      stop();
      this.channels.delete(key);
    };
    this.channels.set(key, channel);
    return channel;
  }
}

/** What decides about what is told; where a watch begins and when it ends is each reader's own. */
function keyOf({ path, query, accept, impersonate }: ApiRequest, form: AnswerForm): string {
  const { labelSelector, fieldSelector, includeObject } = query;
  return JSON.stringify([path, labelSelector, fieldSelector, includeObject, accept, form, impersonate]);
}

function fromNowOn(request: ApiRequest): ApiRequest {
  const { continue: _, ...query } = request.query;
  const start = { resourceVersion: '', resourceVersionMatch: 'NotOlderThan', sendInitialEvents: 'false' };
  return { ...request, query: { ...query, ...start } };
}

/** Readers of one stream of lines. */
export class Channel {
  onEmpty: () => void = () => {};
  private readonly form: AnswerForm;
  private readonly flusher: Flusher;
  private readonly readers = new Set<Reader>();
  /** Readers that were told nothing yet: of a table they need to know the columns first. */
  private readonly fresh = new Set<Reader>();
  private waiting = '';

  constructor(form: AnswerForm, flusher: Flusher) {
    this.form = form;
    this.flusher = flusher;
  }

  join(reader: Reader, { knowsColumns }: { readonly knowsColumns: boolean }): void {
    this.flush();
    this.readers.add(reader);
    if (this.form === 'table' && !knowsColumns) this.fresh.add(reader);
  }

  leave(reader: Reader): void {
    this.readers.delete(reader);
    this.fresh.delete(reader);
    if (this.readers.size > 0) return;
    this.onEmpty();
    this.onEmpty = () => {};
  }

  tell(event: WatchEvent): void {
    const { first, later } = linesOf(event, this.form);
    if (this.fresh.size > 0) this.tellApart(first, later);
    else {
      if (this.waiting === '') this.flusher.soon(this);
      this.waiting += later;
    }
  }

  /** Sends what waits: before anything is told to one reader alone, so that all comes in order. */
  flush(): void {
    if (this.waiting === '') return;
    const bytes = Buffer.from(this.waiting);
    this.waiting = '';
    for (const reader of this.readers) reader.write(bytes);
  }

  private tellApart(first: string, later: string): void {
    this.flush();
    for (const reader of this.readers) reader.write(this.fresh.has(reader) ? first : later);
    this.fresh.clear();
  }
}
