import type { HttpServer, HttpTransport, TableRows } from '../../client/http-transport.ts';
import type { ApiRequest, ApiResponse, Transport } from '../../client/transport.ts';
import type { Pace } from '../../simulation/pace.ts';

/** What decides between the server that runs at a state and the state itself. */
export interface Ways {
  /** In this process. */
  readonly local: Transport;
  /** Where a server says that it is; asked once, when the command first asks something of the cluster. */
  readonly server: () => Omit<HttpServer, 'rows'> | undefined;
  /** The pace this command asks for: another one than the server's is kept only in this process. */
  readonly pace: () => Pace | undefined;
  /** How much of the objects behind the rows of tables is wanted. */
  readonly rows: () => TableRows;
  /** What was said may be shown: all that was done is saved. */
  readonly onSaved: () => void;
}

/** A transport that goes through a server where there is one. */
export interface ThroughServer extends Transport {
  /** The pace of the server's time; undefined where the command goes another way. */
  serverPace(): Pace | undefined;
  /** Tells the server that the command has ended. */
  end(): Promise<void>;
}

interface Start {
  readonly transport: Transport;
  /** The answer to the first request, where it was asked of a server. */
  readonly answer?: ApiResponse;
}

/** Asked where the first request writes, or waits: it must not be sent twice. */
const GREETING: ApiRequest = { method: 'GET', path: '/version', query: {}, accept: 'json' };

/** The transport of a command: through the server that runs at its state, else in this process. */
export function throughServer({ local, server, pace, rows, onSaved }: Ways): ThroughServer {
  let remote: HttpTransport | undefined;
  let begun: Promise<Start> | undefined;
  const begin = async (first: ApiRequest): Promise<Start> => {
    const at = server();
    if (at === undefined) return { transport: local };
    const { createHttpTransport } = await import('../../client/http-transport.ts');
    const found = createHttpTransport({ ...at, rows: rows() }, onSaved);
    const answer = await found.greet(first);
    if (answer === undefined) return { transport: local };
    if ((pace() ?? found.pace()) !== found.pace()) {
      await found.end();
      return { transport: local };
    }
    remote = found;
    return { transport: found, answer };
  };
  const started = async (): Promise<Transport> => {
    begun ??= begin(GREETING);
    return (await begun).transport;
  };
  return {
    send: async (request) => {
      if (begun !== undefined || request.method !== 'GET') return (await started()).send(request);
      begun = begin(request);
      const { transport, answer } = await begun;
      return answer ?? transport.send(request);
    },
    watch: async function* (request, patience) {
      yield* (await started()).watch(request, patience);
    },
    pause: async (length) => (await started()).pause(length),
    now: () => (remote ?? local).now(),
    serverPace: () => remote?.pace() as Pace | undefined,
    end: async () => remote?.end(),
  };
}
