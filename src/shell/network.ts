/** What a shell's commands reach beyond their own machine. Times are those of the process that asks. */
export interface Network {
  /** Whom names are asked of. */
  readonly server: string;
  /** The words of `nslookup`: busybox' until 1.28, busybox' since, or BIND's. */
  readonly lookupStyle: 'numbered' | 'busybox' | 'bind';
  resolve(name: string, type: string, at: number): Resolution;
  /** Opens a connection and closes it. */
  connect(host: string, port: number, at: number): Connection;
  /** Asks a web server for a page; something else than a page where there is none. */
  fetch(url: Address, at: number): Page | Connection;
}

export type Connection = 'open' | 'unknown host' | 'refused' | 'timed out';

export interface Resolution {
  readonly exists: boolean;
  /** The name in full that was found. */
  readonly name: string;
  readonly records: readonly { readonly name: string; readonly type: string; readonly data: string }[];
}

export interface Page {
  readonly status: number;
  readonly body: string;
}

export interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Reads a URL as curl and wget do: `http` and its port where nothing else is said. */
export function addressFrom(url: string): Address {
  const [, scheme = 'http', host = '', port, path = '/'] =
    /^(?:(\w+):\/\/)?(?:[^@/]*@)?([^/:?#]*)(?::(\d+))?([/?].*)?$/.exec(url) ?? [];
  return { scheme, host, port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port), path };
}

/** A machine without any network. */
export const NO_NETWORK: Network = {
  server: '127.0.0.1',
  lookupStyle: 'busybox',
  resolve: (name) => ({ exists: false, name, records: [] }),
  connect: () => 'unknown host',
  fetch: () => 'unknown host',
};
