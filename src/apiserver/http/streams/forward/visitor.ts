import { type Asked, RequestReader, written } from './conversation.ts';

/** What a pod answers at a port. */
export type Ask = (port: number, path: string) => Promise<Answered>;

export interface Answered {
  /** Somebody may be there who speaks no HTTP, or nobody. */
  readonly is: 'page' | 'silent' | 'refused';
  readonly code: number;
  readonly body: string;
  readonly date: string;
}

/** Where what a pod says is led to. */
export interface Hearer {
  hear(bytes: Uint8Array): void;
  /** The connection is over. `isRefused`: there was nobody. */
  end(isRefused: boolean): void;
}

/** One connection to a port of a pod. */
export class Visitor {
  private readonly port: number;
  private readonly ask: Ask;
  private readonly hearer: Hearer;
  private readonly reader = new RequestReader();
  private isOver = false;
  /** Answers leave in the order of their questions. */
  private turn: Promise<void> = Promise.resolve();

  constructor(port: number, ask: Ask, hearer: Hearer) {
    this.port = port;
    this.ask = ask;
    this.hearer = hearer;
    this.inTurn(async () => {
      const { is } = await ask(port, '/');
      if (is === 'refused') this.end(true);
    });
  }

  say(bytes: Uint8Array): void {
    for (const asked of this.reader.read(bytes)) this.inTurn(() => this.answer(asked));
  }

  /** He has nothing more to say. */
  close(): void {
    this.inTurn(async () => this.end(false));
  }

  /** He does not wait for answers any more. */
  leave(): void {
    this.end(false);
  }

  private async answer(asked: Asked): Promise<void> {
    const { is, code, body, date } = await this.ask(this.port, asked.path);
    if (this.isOver || is !== 'page') return;
    this.hearer.hear(written(asked, code, body, date));
    if (!asked.staysOpen) this.end(false);
  }

  private end(isRefused: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.hearer.end(isRefused);
  }

  private inTurn(act: () => Promise<void>): void {
    this.turn = this.turn.then(act).catch(() => this.end(false));
  }
}
