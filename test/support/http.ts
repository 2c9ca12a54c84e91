import type { Listening } from './listening.ts';

/** What came back over HTTP, its body read where it is JSON. */
export interface HttpReply {
  readonly code: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** One request, its answer whole. */
export async function ask(
  { address }: Pick<Listening, 'address'>,
  path: string,
  options: RequestInit = {},
): Promise<HttpReply> {
  const answer = await fetch(address + path, options);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return { code: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
}

export const json = (method: string, body: unknown, type = 'application/json'): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: { 'Content-Type': type },
});

export interface StreamedEvent {
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a server streams is looked at field by field.
  readonly object: any;
}

/** A watch that is under way: its events as they come. */
export class Watching {
  private readonly reader: ReadableStreamDefaultReader<string>;
  private text = '';

  private constructor(reader: ReadableStreamDefaultReader<string>) {
    this.reader = reader;
  }

  static async open(
    { address }: Pick<Listening, 'address'>,
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Watching> {
    const answer = await fetch(address + path, { headers });
    if (answer.status !== 200 || answer.body === null) throw new Error(await answer.text());
    return new Watching(answer.body.pipeThrough(new TextDecoderStream()).getReader());
  }

  /** The next event; undefined when the stream has ended. */
  async next(): Promise<StreamedEvent | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n');
      if (end !== -1) {
        const line = this.text.slice(0, end);
        this.text = this.text.slice(end + 1);
        return JSON.parse(line);
      }
      const { value, done } = await this.reader.read();
      if (done) return undefined;
      this.text += value;
    }
  }

  /** As `ADDED web`, the next so many. */
  async names(count: number): Promise<readonly string[]> {
    const names: string[] = [];
    while (names.length < count) {
      const event = await this.next();
      if (event === undefined) break;
      names.push(`${event.type} ${event.object.metadata.name ?? ''}`.trim());
    }
    return names;
  }

  close(): Promise<void> {
    return this.reader.cancel();
  }
}
