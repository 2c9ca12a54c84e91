import type { Call, Program } from '../shell.ts';
import { complain, optionsOf } from './call.ts';

const nslookup: Program = ({ shell, args }) => {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const server = shell.get('.dns') ?? '10.96.0.10';
  shell.out(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  const found = shell.world.lookUp(name);
  if (found === undefined) {
    shell.out(`** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  shell.out(`Name:\t${found.name}\nAddress: ${found.address}\n\n`);
  return 0;
};

const hostOf = (url: string): string => url.replace(/^\w+:\/\//, '').replace(/[:/?].*$/, '');

const wget: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'O T t U header');
  const [url = ''] = rest;
  const quiet = given.has('q');
  if (!isKnown(call, url)) {
    complain(call, `bad address '${hostOf(url)}'`);
    return 1;
  }
  const body = shell.world.fetch(url);
  if (body === undefined) {
    complain(call, `can't connect to remote host: Connection refused`);
    return 1;
  }
  const target = given.get('O') ?? (url.split('/').at(-1) || 'index.html');
  if (!quiet) shell.err(`Connecting to ${hostOf(url)}\n`);
  if (target === '-') shell.out(body);
  else if (target !== '/dev/null') shell.world.files.write(shell.path(target), body, shell.process.time);
  return 0;
};

function isKnown({ shell }: Call, url: string): boolean {
  const host = hostOf(url);
  return /^[\d.]+$/.test(host) || host === 'localhost' || shell.world.lookUp(host) !== undefined;
}

const curl: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(
    call.args,
    'o w m X H d max-time connect-timeout retry data header request output u',
  );
  const [url = ''] = rest;
  const say = (text: string, code: number): number => {
    if (!given.has('s') || given.has('S')) complain(call, `(${code}) ${text}`);
    return code;
  };
  if (!isKnown(call, url)) return say(`Could not resolve host: ${hostOf(url)}`, 6);
  const body = shell.world.fetch(url);
  const port = /:(\d+)/.exec(url.replace(/^\w+:\/\//, ''))?.[1] ?? '80';
  if (body === undefined)
    return say(`Failed to connect to ${hostOf(url)} port ${port} after 0 ms: Couldn't connect to server`, 7);
  const target = given.get('o') ?? given.get('output');
  if (target === undefined) shell.out(body);
  else if (target !== '/dev/null') shell.world.files.write(shell.path(target), body, shell.process.time);
  const shown = given.get('w')?.replace('%{http_code}', '200').replaceAll('\\n', '\n');
  if (shown !== undefined) shell.out(shown);
  return 0;
};

const ping: Program = (call) => {
  const { shell } = call;
  const { given, rest } = optionsOf(call.args, 'c W w i');
  const [name = ''] = rest;
  const address = /^[\d.]+$/.test(name) ? name : shell.world.lookUp(name)?.address;
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

/** Commands that ask others: they know the cluster's Services, and nothing outside. */
export const network: Readonly<Record<string, Program>> = { nslookup, wget, curl, ping };
