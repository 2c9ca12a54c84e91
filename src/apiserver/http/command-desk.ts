import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import {
  CHECKPOINT_PATH,
  CLOCK,
  COMMAND,
  MORE,
  PACE,
  PATIENCE,
  PAUSE_PATH,
  ROWS,
} from '../../client/http-words.ts';
import type { ApiRequest, ApiResponse, Patience, WatchEvent } from '../../client/transport.ts';
import { failure } from '../../machinery/status.ts';
import { eventBatches, passTime, type Rest, type Served } from '../local-transport.ts';
import { type HttpAnswer, httpAnswer } from './answer.ts';
import type { ServedCommands } from './backstage.ts';
import { withLeanRows } from './lean-rows.ts';
import type { AnswerForm } from './media-types.ts';

/** How often somebody who waits looks again, unless he is told of something. */
const LOOK_AGAIN_MILLISECONDS = 50;

type Batches = AsyncGenerator<readonly WatchEvent[], void>;

/** One part of a watch. */
interface Batch {
  readonly events: readonly WatchEvent[];
  readonly over: boolean;
}

/** Answers commands of ours as if they ran in this process: their transport is the same, with HTTP in between. */
export class CommandDesk {
  private readonly served: ServedCommands;
  /** A watch lives as long as its connection. */
  private readonly watches = new WeakMap<Socket, Batches>();

  constructor(served: ServedCommands) {
    this.served = served;
  }

  /** The answer to a command; undefined where somebody else asks. */
  async answer(
    request: ApiRequest,
    form: AnswerForm,
    message: Pick<IncomingMessage, 'headers' | 'socket'>,
  ): Promise<HttpAnswer | undefined> {
    if (message.headers[COMMAND] === undefined) return undefined;
    const beside = await this.besideApi(request, message);
    const answer =
      beside === undefined
        ? httpAnswer(this.apiAnswer(request, message.headers[ROWS]), form, request.path)
        : { code: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(beside) };
    const time = { [CLOCK]: String(this.served.now()), [PACE]: this.served.pace() };
    return { ...answer, headers: { ...answer.headers, ...time } };
  }

  private apiAnswer(request: ApiRequest, rows: unknown): ApiResponse {
    const response = this.served.handle(request);
    return rows === 'lean' ? withLeanRows(request, response) : response;
  }

  /** The answer to what is no request to the API. */
  private async besideApi(
    request: ApiRequest,
    { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  ): Promise<unknown> {
    const { path, query } = request;
    if (path === CHECKPOINT_PATH) {
      this.served.checkpoint();
      return {};
    }
    if (path === PAUSE_PATH) {
      await passTime(this.served, restOf(socket), Number(query['milliseconds']));
      return {};
    }
    const patience = headers[PATIENCE];
    if (patience === undefined) return undefined;
    if (headers[MORE] === undefined) this.begin(request, patience === 'wait' ? 'wait' : 'follow', socket);
    return this.nextBatch(socket);
  }

  private begin(request: ApiRequest, patience: Patience, socket: Socket): void {
    let wake = (): void => {};
    const news = (): Promise<void> =>
      new Promise((resolve) => {
        wake = resolve;
      });
    const subscribe: Served['subscribe'] = (asked, onEvent) =>
      this.served.subscribe(asked, (event) => {
        onEvent(event);
        wake();
      });
    const served: Served = Object.create(this.served, { subscribe: { value: subscribe } });
    const batches = restingOnce(eventBatches(served, restOf(socket, news), request, patience));
    socket.once('close', () => void batches.return());
    this.watches.set(socket, batches);
  }

  private async nextBatch(socket: Socket): Promise<Batch> {
    const batches = this.watches.get(socket);
    if (batches === undefined) throw failure(410, 'Expired', 'the watch was given up: nobody asked for more');
    const { value: events, done } = await batches.next();
    return { events: events ?? [], over: done === true };
  }
}

/** Who has been told once that there is nothing to tell is left alone until there is. */
async function* restingOnce(batches: Batches): Batches {
  let rests = false;
  for await (const events of batches) {
    if (events.length > 0 || !rests) yield events;
    rests = events.length === 0;
  }
}

/** Others have their turn between two steps in time, and a waiter who is gone waits no longer. */
function restOf(socket: Socket, news: () => Promise<void> = () => new Promise(() => {})): Rest {
  return async (passed) => {
    if (passed === 'moved') await new Promise((resolve) => setImmediate(resolve));
    else await Promise.race([news(), new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS))]);
    if (socket.destroyed) throw new Error('nobody waits any more');
  };
}
