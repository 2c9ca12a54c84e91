import { begin, end, takeUp } from '../frames.ts';
import { type Address, addressFrom, type Connection, type Page } from '../network.ts';
import type { Frame, Running } from '../process.ts';
import { type Call, type Program, resumable } from '../shell.ts';
import { complain, optionsOf } from './call.ts';
import { addressOf } from './lookups.ts';
import { sleepFor } from './waiting.ts';

/** Seconds that a connection is tried for where nobody answers and nobody says how long: what Linux' retries take. */
const PATIENCE = 130;

const passSeconds = ({ shell }: Call, seconds: number): Running => sleepFor(shell.process, seconds * 1000);

/** What was answered when it was asked: who is asked again may answer something else. */
interface AskedFrame extends Frame {
  readonly of: 'asked';
  readonly answer: Page | Connection;
  readonly found: string | undefined;
}

const isPage = (answer: Page | Connection): answer is Page => typeof answer === 'object';

/** Writes a page where the options want it. */
function keep({ shell }: Call, body: string, target: string | undefined): void {
  if (target === undefined || target === '-') shell.out(body);
  else if (target !== '/dev/null') shell.world.files.write(shell.path(target), body, shell.process.time);
}

const isQuiet = (given: ReadonlyMap<string, unknown>): boolean => given.has('q') || given.has('quiet');

function* wget(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'O T t U header timeout tries output-document');
  const [url = ''] = rest;
  const to = addressFrom(url);
  const { process } = shell;
  let frame = takeUp<AskedFrame>(process, 'asked');
  if (frame === undefined) {
    const found = addressOf(call, to.host);
    const answer = shell.world.network.fetch(to, process.time);
    frame = begin<AskedFrame>(process, { of: 'asked', answer, found });
    if (!isQuiet(given) && found !== undefined) shell.err(`Connecting to ${to.host} (${found}:${to.port})\n`);
  }
  const { answer, found } = frame;
  if (answer === 'timed out')
    yield* passSeconds(call, Number(given.get('T') ?? given.get('timeout') ?? PATIENCE));
  end(process, frame);
  if (isPage(answer) && (given.has('S') || given.has('server-response')))
    shell.err(
      `  HTTP/1.1 ${answer.status} ${REASONS[answer.status] ?? ''}\n  Content-Length: ${answer.body.length}\n  \n`,
    );
  if (isPage(answer) && answer.status < 400) {
    const target =
      given.get('O') ?? given.get('output-document') ?? (to.path.split('/').at(-1) || 'index.html');
    if (!given.has('spider')) keep(call, answer.body, target);
    else if (!isQuiet(given)) shell.err('remote file exists\n');
    return 0;
  }
  complain(call, wgetFault(answer, to, found));
  return 1;
}

function wgetFault(answer: Page | Connection, { host }: Address, found: string | undefined): string {
  if (isPage(answer))
    return `server returned error: HTTP/1.1 ${answer.status} ${REASONS[answer.status] ?? ''}`;
  if (answer === 'unknown host') return `bad address '${host}'`;
  if (answer === 'timed out') return 'download timed out';
  return answer === 'refused'
    ? `can't connect to remote host (${found ?? host}): Connection refused`
    : 'error getting response';
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

const CURL_VALUES =
  'o w m X H d max-time connect-timeout retry retry-delay data header request output u user write-out cacert resolve A';

function* curl(call: Call): Running {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, CURL_VALUES);
  const [url = ''] = rest;
  const to = addressFrom(url);
  const say = (text: string, code: number): number => {
    if ((!given.has('s') && !given.has('silent')) || given.has('S') || given.has('show-error'))
      complain(call, `(${code}) ${text}`);
    return code;
  };
  const { process } = shell;
  const frame =
    takeUp<AskedFrame>(process, 'asked') ??
    begin<AskedFrame>(process, {
      of: 'asked',
      answer: shell.world.network.fetch(to, process.time),
      found: undefined,
    });
  const { answer } = frame;
  const patience = Number(
    given.get('connect-timeout') ?? given.get('m') ?? given.get('max-time') ?? PATIENCE,
  );
  if (answer === 'timed out') yield* passSeconds(call, patience);
  end(process, frame);
  if (!isPage(answer)) {
    showCode(call, given.get('w') ?? given.get('write-out'), 0);
    return curlFault(answer, to, patience, say);
  }
  const { status, body } = answer;
  if ((given.has('f') || given.has('fail')) && status >= 400)
    return say(`The requested URL returned error: ${status}`, 22);
  const isHead = given.has('I') || given.has('head');
  if (isHead || given.has('i') || given.has('include'))
    shell.out(`HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\nContent-Length: ${body.length}\r\n\r\n`);
  const target = given.get('o') ?? given.get('output');
  if (!isHead) keep(call, body, target);
  showCode(call, given.get('w') ?? given.get('write-out'), status);
  return 0;
}

function showCode({ shell }: Call, format: string | undefined, status: number): void {
  if (format === undefined) return;
  shell.out(format.replaceAll('%{http_code}', String(status).padStart(3, '0')).replaceAll('\\n', '\n'));
}

function curlFault(
  answer: Connection,
  { host, port }: Address,
  patience: number,
  say: (text: string, code: number) => number,
): number {
  if (answer === 'unknown host') return say(`Could not resolve host: ${host}`, 6);
  if (answer === 'timed out') return say(`Connection timed out after ${patience * 1000} milliseconds`, 28);
  if (answer === 'open') return say('Empty reply from server', 52);
  return say(`Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`, 7);
}

/** A listener that nobody comes to. */
const FOR_EVER = 1e9;

/** `nc -z HOST PORT`: whether somebody listens. */
function* nc(call: Call): Running {
  const { given, rest } = optionsOf(call.args, 'w i p e s');
  if (given.has('l')) return yield* passSeconds(call, FOR_EVER);
  const [host = '', port = ''] = rest;
  const { shell } = call;
  const { process } = shell;
  const frame =
    takeUp<AskedFrame>(process, 'asked') ??
    begin<AskedFrame>(process, {
      of: 'asked',
      answer: shell.world.network.connect(host, Number(port), process.time),
      found: undefined,
    });
  const { answer } = frame;
  if (answer === 'timed out') yield* passSeconds(call, Number(given.get('w') ?? PATIENCE));
  end(process, frame);
  const isLoud = given.has('v');
  if (answer === 'open') {
    if (isLoud) shell.err(`${host} (${addressOf(call, host)}:${port}) open\n`);
    return 0;
  }
  if (answer === 'unknown host') complain(call, `bad address '${host}'`);
  else if (isLoud)
    complain(
      call,
      `${host} (${addressOf(call, host)}:${port}): ${answer === 'refused' ? 'Connection refused' : 'Operation timed out'}`,
    );
  return 1;
}

const ping: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'c W w i');
  const [name = ''] = rest;
  const address = addressOf(call, name);
  if (address === undefined) {
    complain(call, `bad address '${name}'`);
    return 1;
  }
  const count = Math.min(Number(given.get('c') ?? 4), 100);
  shell.out(`PING ${name} (${address}): 56 data bytes\n`);
  for (let each = 0; each < count; each++)
    shell.out(`64 bytes from ${address}: seq=${each} ttl=62 time=0.1 ms\n`);
  return 0;
};

/** Commands that reach others: what the cluster's network makes of it. */
export const network: Readonly<Record<string, Program>> = {
  wget: resumable(wget),
  curl: resumable(curl),
  nc: resumable(nc),
  netcat: resumable(nc),
  ping,
};
