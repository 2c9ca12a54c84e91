import type { Context } from '../kubectl/command.ts';
import { bytesOf, hasBytes } from '../machinery/bytes.ts';

/** What the process gives: the only way to the world outside the cluster. */
export interface Host {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The wall's time in milliseconds since 1970. */
  readonly wall: () => number;
  /** A seed for a new cluster. */
  readonly seed: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Bytes where they are no text. */
  readonly writeOut: (text: string | Uint8Array) => void;
  readonly writeErr: (text: string | Uint8Array) => void;
  /** All that there is to read. */
  readonly stdin: () => Promise<string | Uint8Array>;
  /** Where standard input is a terminal. */
  readonly keyboard?: Keyboard | undefined;
  readonly fetchUrl: Context['fetchUrl'];
  readonly isTerminal: boolean;
  /** A file that was built beside the program. */
  readonly readAsset: (name: string) => Uint8Array;
  readonly onSignal: (handler: (signal: 'SIGINT' | 'SIGTERM') => void) => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => never;
  readonly runProcess: Context['runProcess'];
}

/** What somebody types, as it comes. */
export interface Keyboard {
  /** `keys`: each of them, and the terminal shows nothing by itself. Returns what ends it. */
  listen(to: 'keys' | 'lines', listener: KeyListener): () => void;
}

export interface KeyListener {
  readonly hear: (bytes: Uint8Array) => void;
  /** There is nothing more to come. */
  readonly close: () => void;
}

/** Keeps what was written, in order, until it may be shown. */
export interface Output {
  readonly out: Context['out'];
  readonly err: Context['err'];
  flush(): void;
}

export function heldOutput(host: Pick<Host, 'writeOut' | 'writeErr'>): Output {
  let held: { readonly to: 'out' | 'err'; text: string }[] = [];
  const writer = (to: 'out' | 'err') => {
    const write = (text: string): void => {
      const last = held.at(-1);
      if (last?.to === to) last.text += text;
      else held.push({ to, text });
    };
    return { write, line: (text: string) => write(`${text}\n`) };
  };
  return {
    out: writer('out'),
    err: writer('err'),
    flush: () => {
      const pieces = held;
      held = [];
      for (const { to, text } of pieces)
        (to === 'out' ? host.writeOut : host.writeErr)(hasBytes(text) ? bytesOf(text) : text);
    },
  };
}
