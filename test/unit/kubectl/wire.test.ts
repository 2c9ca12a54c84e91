import { expect, test } from 'vitest';
import type { ApiRequest, Transport } from '../../../src/client/transport.ts';
import { after, type Instant, instant, instantOf, seconds } from '../../../src/machinery/instant.ts';
import { kubectl, memoryKubeconfig, status } from '../../support/memory-kubectl.ts';
import recorded from '../../vectors/kubectl-wire-1.33.json' with { type: 'json' };
import onObjects from '../../vectors/kubectl-wire-objects-1.33.json' with { type: 'json' };

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly code?: number;
  readonly answer?: unknown;
  readonly sent?: unknown;
  readonly events?: readonly { readonly type: 'MODIFIED'; readonly object: unknown }[];
}
interface Recorded {
  readonly name: string;
  readonly argv: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
  readonly exchanges: readonly Exchange[];
  readonly stdin?: string;
  readonly now?: string;
}

const cases = [...recorded.cases, ...onObjects.cases] as readonly Recorded[];
const discovery: Readonly<Record<string, unknown>> = { ...recorded.discovery, ...onObjects.discovery };

/** Gives what was answered then, in order; a watch that has nothing more to tell lets time pass. */
function replayed({
  exchanges,
  now: start = '2026-11-20T23:13:00Z',
}: Recorded): Transport & { readonly changes: ApiRequest[] } {
  const left = [...exchanges];
  const changes: ApiRequest[] = [];
  let now: Instant = instantOf(start);
  const take = (method: string, path: string): Exchange | undefined => {
    const at = left.findIndex((one) => one.method === method && one.path === path);
    // What is asked once more is answered as before.
    if (at < 0) return exchanges.findLast((one) => one.method === method && one.path === path);
    return left.splice(at, 1)[0];
  };
  return {
    changes,
    send: async (request) => {
      if (request.method !== 'GET') changes.push(request);
      const known = discovery[request.path];
      if (known !== undefined) return { code: 200, body: known, warnings: [], date: now };
      const found = take(request.method, request.path);
      const missing = status(404, 'NotFound', 'the server could not find the requested resource');
      return { code: found?.code ?? 404, body: found?.answer ?? missing, warnings: [], date: now };
    },
    watch: async function* ({ path, query }) {
      const events = take('WATCH', path)?.events ?? [];
      for (const event of events) yield { ...event, date: now };
      if (events.length === 0) now = after(now, seconds(Number(query['timeoutSeconds'] ?? 1)));
    },
    pause: async (milliseconds) => {
      now = instant(now + milliseconds);
    },
    now: () => now,
  };
}

const kubeconfig = memoryKubeconfig({
  clusters: [{ name: 'real', cluster: { server: 'http://127.0.0.1:46480' } }],
  contexts: [{ name: 'real', context: { cluster: 'real' } }],
  'current-context': 'real',
});

test.each(cases)('$name: kubectl $argv', async (recorded) => {
  const { argv, stdout, stderr, exit, exchanges, stdin = '' } = recorded;
  const transport = replayed(recorded);
  const told = await kubectl(argv, { transport, kubeconfig, stdin, files: onObjects.files });
  expect({ stdout: told.stdout, stderr: told.stderr, exit: told.exit }).toEqual({ stdout, stderr, exit });
  const sent = exchanges.filter(({ method }) => method !== 'GET' && method !== 'WATCH');
  expect(
    transport.changes.map(({ method, path, query, body }) => ({ method, path, query, sent: body })),
  ).toEqual(sent.map(({ method, path, query, sent: body }) => ({ method, path, query, sent: body })));
});
