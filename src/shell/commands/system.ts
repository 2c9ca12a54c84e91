import { nameIn } from '../accounts.ts';
import { Expression } from '../expression.ts';
import type { Running } from '../process.ts';
import { type Call, type Program, resumable, type Shell } from '../shell.ts';
import { complain, optionsOf } from './call.ts';
import { formatDate } from './dates.ts';
import { posixExpression } from './expressions.ts';
import { ps } from './ps.ts';

const date: Program = (call) => {
  const { shell, args } = call;
  const { given, rest } = optionsOf(args, 'd r date D');
  const wanted = given.get('d') ?? given.get('date');
  const at = wanted === undefined ? shell.process.time : pointIn(wanted, shell.process.time);
  if (at === undefined) {
    complain(call, `invalid date '${wanted ?? ''}'`);
    return 1;
  }
  const iso = given.get('iso-8601') ?? (given.has('I') ? 'date' : undefined);
  const format = rest.find((word) => word.startsWith('+'))?.slice(1);
  const usual = shell.world.flavour === 'busybox' ? '%a %b %e %H:%M:%S UTC %Y' : '%a %b %e %H:%M:%S UTC %Y';
  const chosen =
    format ?? (given.has('R') ? '%a, %d %b %Y %H:%M:%S +0000' : iso === undefined ? usual : isoFormat(iso));
  shell.out(`${formatDate(chosen, at)}\n`);
  return 0;
};

const isoFormat = (precision: string): string =>
  precision.startsWith('s') ? '%Y-%m-%dT%H:%M:%S+00:00' : '%Y-%m-%d';

/** `@1700000000`, `2026-01-01 12:00`, `now`, `+1 hour`, `yesterday`. */
function pointIn(text: string, now: number): number | undefined {
  if (text.startsWith('@')) return Number(text.slice(1)) * 1000;
  const shift = /^([-+]?\d+)\s*(second|sec|minute|min|hour|day|week)s?(\s+ago)?$/.exec(text);
  if (shift !== null) {
    const unit =
      { second: 1, sec: 1, minute: 60, min: 60, hour: 3600, day: 86_400, week: 604_800 }[
        shift[2] ?? 'second'
      ] ?? 1;
    return now + Number(shift[1]) * unit * 1000 * (shift[3] === undefined ? 1 : -1);
  }
  if (text === 'now') return now;
  if (text === 'yesterday' || text === 'tomorrow') return now + (text === 'tomorrow' ? 1 : -1) * 86_400_000;
  const parsed = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(parsed) ? undefined : parsed;
}

const hostname: Program = ({ shell, args }) => {
  const { files, hostname: own } = shell.world;
  const full = (): string => {
    const hosts = files.find('/etc/hosts')?.node;
    const lines = hosts?.type === 'file' ? hosts.text.split('\n') : [];
    const [, first] = lines.map((line) => line.split(/\s+/)).find((words) => words.includes(own, 1)) ?? [];
    return first ?? own;
  };
  if (/^-[iI]$/.test(args[0] ?? '')) shell.out(`${shell.get('.address') ?? ''}\n`);
  else if (args[0] === '-f' || args[0] === '--fqdn') shell.out(`${full()}\n`);
  else if (args[0] === '-d') shell.out(`${full().replace(/^[^.]*\.?/, '')}\n`);
  else shell.out(`${own}\n`);
  return 0;
};

const uname: Program = ({ shell, args }) => {
  const { given } = optionsOf(args);
  const parts = [
    ...(given.size === 0 || given.has('s') || given.has('a') ? ['Linux'] : []),
    ...(given.has('n') || given.has('a') ? [shell.world.hostname] : []),
    ...(given.has('r') || given.has('a') ? ['6.6.0'] : []),
    ...(given.has('m') || given.has('a') ? ['x86_64'] : []),
    ...(given.has('a') ? ['GNU/Linux'] : []),
  ];
  shell.out(`${parts.join(' ')}\n`);
  return 0;
};

const numbers = (shell: Shell, name: string): readonly number[] =>
  (shell.get(name) ?? '0').split(' ').map(Number);

const id: Program = ({ shell, args }) => {
  const { files, flavour } = shell.world;
  const { given } = optionsOf(args);
  const [user = 0] = numbers(shell, '.uid');
  const [group = 0] = numbers(shell, '.gid');
  const all = new Set(flavour === 'gnu' ? [group, ...numbers(shell, '.groups')] : numbers(shell, '.groups'));
  const nameOf = (number: number, kind: 'user' | 'group'): string | undefined =>
    nameIn(files, kind === 'user' ? '/etc/passwd' : '/etc/group', number);
  const told = (number: number, kind: 'user' | 'group'): string =>
    (given.has('n') ? nameOf(number, kind) : undefined) ?? String(number);
  const shown = (number: number, kind: 'user' | 'group'): string => {
    const name = nameOf(number, kind);
    return name === undefined ? String(number) : `${number}(${name})`;
  };
  if (given.has('u')) shell.out(`${told(user, 'user')}\n`);
  else if (given.has('g')) shell.out(`${told(group, 'group')}\n`);
  else if (given.has('G')) shell.out(`${[...all].map((one) => told(one, 'group')).join(' ')}\n`);
  else {
    const groups = [...all].map((one) => shown(one, 'group')).join(',');
    shell.out(`uid=${shown(user, 'user')} gid=${shown(group, 'group')} groups=${groups}\n`);
  }
  return 0;
};

const whoami: Program = (call) => {
  const { files, flavour } = call.shell.world;
  const [user = 0] = numbers(call.shell, '.uid');
  const name = nameIn(files, '/etc/passwd', user);
  if (name !== undefined) call.shell.out(`${name}\n`);
  else complain(call, flavour === 'gnu' ? `cannot find name for user ID ${user}` : `unknown uid ${user}`);
  return name === undefined ? 1 : 0;
};

/** `mount` without words tells what `/proc/mounts` does, in other words. */
const mount: Program = ({ shell }) => {
  const node = shell.world.files.find('/proc/mounts')?.node;
  for (const line of node?.type === 'file' ? node.text.split('\n') : []) {
    const [source, place, type, options] = line.split(' ');
    if (options !== undefined) shell.out(`${source} on ${place} type ${type} (${options})\n`);
  }
  return 0;
};

const expr: Program = (call) => {
  const { shell, args } = call;
  const [left = '', operator, right = ''] = args;
  let value = left;
  if (left === 'length' && operator !== undefined) value = String(operator.length);
  else if (operator === ':') {
    const source = `^(?:${posixExpression(right, 'basic')})`;
    const [whole, group] = new Expression(source).first(left)?.texts ?? [];
    value = group ?? (/\\\(/.test(right) ? '' : String(whole?.length ?? 0));
  } else if (operator !== undefined) {
    const result = calculated(left, operator, right);
    if (result === undefined) {
      complain(call, 'syntax error');
      return 2;
    }
    value = result;
  }
  shell.out(`${value}\n`);
  return value === '0' || value === '' ? 1 : 0;
};

function calculated(left: string, operator: string, right: string): string | undefined {
  const [first, second] = [Number(left), Number(right)];
  const order =
    Number.isNaN(first) || Number.isNaN(second) ? (left < right ? -1 : left > right ? 1 : 0) : first - second;
  const results: Readonly<Record<string, string>> = {
    '+': String(first + second),
    '-': String(first - second),
    '*': String(first * second),
    '/': String(second === 0 ? Number.NaN : Math.trunc(first / second)),
    '%': String(second === 0 ? Number.NaN : first % second),
    '=': order === 0 ? '1' : '0',
    '!=': order === 0 ? '0' : '1',
    '<': order < 0 ? '1' : '0',
    '<=': order <= 0 ? '1' : '0',
    '>': order > 0 ? '1' : '0',
    '>=': order >= 0 ? '1' : '0',
    '|': left !== '' && left !== '0' ? left : right,
    '&': left !== '' && left !== '0' && right !== '' && right !== '0' ? left : '0',
  };
  const result = results[operator];
  return result === 'NaN' ? undefined : result;
}

const basename: Program = ({ shell, args }) => {
  const [path = '', ending = ''] = args;
  const name = path.replace(/\/+$/, '').split('/').at(-1) || '/';
  shell.out(
    `${ending !== '' && name.endsWith(ending) && name !== ending ? name.slice(0, -ending.length) : name}\n`,
  );
  return 0;
};

const dirname: Program = ({ shell, args }) => {
  const path = (args[0] ?? '').replace(/\/+$/, '');
  const end = path.lastIndexOf('/');
  shell.out(`${end < 0 ? '.' : end === 0 ? '/' : path.slice(0, end)}\n`);
  return 0;
};

function* yes({ shell, args }: Call): Running {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`;
  for (;;) {
    shell.out(line);
    if (shell.world.machine.spend(shell.process, 0.01)) yield shell.process.time;
  }
}

const uptime: Program = ({ shell }) => {
  shell.out(
    ` ${formatDate('%H:%M:%S', shell.process.time)} up 1 day,  0 users,  load average: 0.10, 0.08, 0.05\n`,
  );
  return 0;
};

const which: Program = ({ shell, args }) => {
  let status = 0;
  for (const name of args) {
    if (shell.runner.knows(shell, name)) shell.out(`/bin/${name}\n`);
    else status = 1;
  }
  return status;
};

const lineOut =
  (text: string): Program =>
  ({ shell }) => {
    shell.out(text);
    return 0;
  };

/** Commands that tell where they run, and small calculations. */
export const system: Readonly<Record<string, Program>> = {
  date,
  hostname,
  uname,
  id,
  whoami,
  expr,
  basename,
  dirname,
  yes: resumable(yes),
  ps,
  uptime,
  which,
  nproc: lineOut('2\n'),
  arch: lineOut('x86_64\n'),
  mount,
};
