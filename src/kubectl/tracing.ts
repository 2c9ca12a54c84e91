import type { ApiRequest, ApiResponse, Transport } from '../client/transport.ts';
import { compareText } from '../machinery/json.ts';
import { StatusError } from '../machinery/status.ts';
import { CLIENT_VERSION } from './client-version.ts';
import type { Context, Writer } from './command.ts';
import { logLine } from './klog.ts';

/** What is told of requests: `-v`, where they go, and to whom it is told. */
export interface Tracing {
  readonly verbosity: number;
  readonly server: string;
  readonly err: Writer;
}

const URLS = 6;
const HEADERS = 7;
const BODIES = 8;
const CURL = 9;

/** A transport that tells of each request as client-go does at `-v=6` and above. What kubectl would have in its discovery cache is not told. */
export function traced(transport: Transport, tracing: Tracing): Transport {
  const log = (text: string): void => logLine({ err: tracing.err, transport }, 'I', text);
  return {
    send: async (request) => {
      if (isDiscovery(request)) return transport.send(request);
      tellRequest(request, tracing, log);
      const before = transport.now();
      const response = await transport.send(request);
      tellResponse(request, response, transport.now() - before, tracing, log);
      return response;
    },
    watch: async function* (request, patience) {
      tellRequest(request, tracing, log);
      const opened = { code: 200, body: '', warnings: [], date: transport.now() };
      tellResponse(request, opened, 0, { ...tracing, verbosity: Math.min(tracing.verbosity, HEADERS) }, log);
      yield* transport.watch(request, patience);
    },
    pause: (length) => transport.pause(length),
    now: () => transport.now(),
  };
}

/** The answer behind an error, as kubectl logs it at `-v=4` and above. */
export function logFault(error: unknown, verbosity: number, context: Context): void {
  if (verbosity < 4 || !(error instanceof StatusError)) return;
  logLine(
    context,
    'I',
    `helpers.go:246] server response object: %s[${JSON.stringify(error.status, null, 2)}]`,
  );
}

type Log = (text: string) => void;

const isDiscovery = ({ method, path }: ApiRequest): boolean =>
  method === 'GET' && /^\/api(\/[^/]+)?$|^\/apis(\/[^/]+){0,2}$/.test(path);

function tellRequest(request: ApiRequest, { verbosity, server }: Tracing, log: Log): void {
  const { method, body } = request;
  const url = urlOf(request, server);
  const headers = requestHeaders(request);
  if (verbosity >= BODIES)
    log(`helper.go:105] "Request Body" body=${value(shortened(bodyText(body), verbosity))}`);
  if (verbosity >= CURL) {
    const options = headers.map(([name, text]) => ` -H ${JSON.stringify(`${name}: ${text}`)}`).join('');
    log(`round_trippers.go:527] "Request" curlCommand=${value(`curl -v -X${method} ${options} '${url}'\n`)}`);
  } else if (verbosity >= HEADERS) {
    log(`round_trippers.go:527] "Request" verb="${method}" url="${url}" headers=${lines(headers)}`);
  }
}

function tellResponse(
  request: ApiRequest,
  response: ApiResponse,
  milliseconds: number,
  { verbosity, server }: Tracing,
  log: Log,
): void {
  const isAlone = verbosity === URLS || verbosity >= CURL;
  const text = typeof response.body === 'string' ? response.body : `${JSON.stringify(response.body)}\n`;
  const parts = [
    'round_trippers.go:632] "Response"',
    ...(isAlone ? [`verb="${request.method}" url="${urlOf(request, server)}"`] : []),
    `status="${statusLine(response.code)}"`,
    ...(verbosity >= BODIES ? [`headers=${lines(responseHeaders(response, text))}`] : []),
    `milliseconds=${milliseconds}`,
    ...(verbosity >= CURL ? ['getConnectionMilliseconds=0 serverProcessingMilliseconds=0'] : []),
  ];
  log(parts.join(' '));
  if (verbosity >= BODIES) log(`helper.go:105] "Response Body" body=${value(shortened(text, verbosity))}`);
}

/** Query parameters in the order of their names, as Go writes them. */
function urlOf({ path, query }: ApiRequest, server: string): string {
  const pairs = Object.entries(query).sort(([a], [b]) => compareText(a, b));
  const text = pairs.map(([name, word]) => `${escaped(name)}=${escaped(word)}`).join('&');
  return `${server}${path}${text === '' ? '' : `?${text}`}`;
}

const escaped = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

type Header = readonly [name: string, value: string];

const ACCEPT = {
  json: 'application/json',
  table:
    'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
  'aggregated-discovery': 'application/json',
  'aggregated-discovery-beta': 'application/json',
} as const;
const { gitVersion, platform, gitCommit } = CLIENT_VERSION;
const AGENT = `kubectl/${gitVersion} (${platform}) kubernetes/${gitCommit.slice(0, 7)}`;

function requestHeaders({ accept, body, contentType, impersonate }: ApiRequest): readonly Header[] {
  const { user, uid, groups = [] } = impersonate ?? {};
  return [
    ['Accept', ACCEPT[accept]],
    ...(body === undefined ? [] : [['Content-Type', contentType ?? 'application/json'] as const]),
    ...groups.map((group) => ['Impersonate-Group', group] as const),
    ...(uid === undefined ? [] : [['Impersonate-Uid', uid] as const]),
    ...(user === undefined ? [] : [['Impersonate-User', user] as const]),
    ['User-Agent', AGENT],
  ];
}

function responseHeaders({ body, date, warnings }: ApiResponse, text: string): readonly Header[] {
  return [
    ['Cache-Control', 'no-cache, private'],
    ['Content-Length', String(Buffer.byteLength(text))],
    ['Content-Type', typeof body === 'string' ? 'text/plain' : 'application/json'],
    ['Date', new Date(date).toUTCString()],
    ...warnings.map((warning) => ['Warning', `299 - ${JSON.stringify(warning)}`] as const),
  ];
}

const STATUS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const statusLine = (code: number): string => `${code} ${STATUS[code] ?? ''}`.trimEnd();

const bodyText = (body: unknown): string =>
  body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);

function shortened(text: string, verbosity: number): string {
  const most = verbosity >= 10 ? Number.POSITIVE_INFINITY : verbosity === CURL ? 10240 : 1024;
  return text.length <= most ? text : `${text.slice(0, most)} [truncated ${text.length - most} chars]`;
}

const lines = (headers: readonly Header[]): string =>
  value(headers.map(([name, text]) => `${name}: ${text}\n`).join(''));

/** A value as klog writes it: quoted, or by lines where there are several. */
function value(text: string): string {
  if (!text.includes('\n')) return JSON.stringify(text);
  return `<\n\t${text.replace(/\n$/, '').replaceAll('\n', '\n\t')}\n >`;
}
