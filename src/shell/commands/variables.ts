import { evaluate } from '../arithmetic.ts';
import { removeElements } from '../arrays.ts';
import { readLine } from '../descriptors.ts';
import { type Call, type Program, resumable, type Shell, ShellProblem } from '../shell.ts';

/** `name=value` words set, bare names only mark. */
function assignments(shell: Shell, args: readonly string[], each: (name: string) => void): number {
  for (const arg of args) {
    if (arg.startsWith('-')) continue;
    const [, name = '', value] = /^([A-Za-z_]\w*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === '') throw new ShellProblem(`export: ${arg}: bad variable name`);
    each(name);
    if (value !== undefined) shell.set(name, value);
  }
  return 0;
}

const exportVariables: Program = ({ shell, args }) => {
  if (args.length === 0 || args[0] === '-p') {
    for (const name of [...shell.exported].sort()) shell.out(`export ${name}='${shell.get(name) ?? ''}'\n`);
    return 0;
  }
  return assignments(shell, args, (name) => shell.exported.add(name));
};

const local: Program = ({ shell, args }) => {
  shell.locals ??= new Map();
  const { locals } = shell;
  return assignments(shell, args, (name) => {
    if (!locals.has(name)) locals.set(name, shell.get(name));
  });
};

const unset: Program = ({ shell, args }) => {
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    removeElements(shell, name);
    shell.variables.delete(name);
    shell.exported.delete(name);
    if (args.includes('-f')) shell.functions.delete(name);
  }
  return 0;
};

const OPTIONS = { e: 'errexit', u: 'nounset', x: 'xtrace' } as const;

const set: Program = ({ shell, args }) => {
  if (args.length === 0) {
    for (const [name, value] of [...shell.variables].sort()) {
      if (!name.startsWith('.')) shell.out(`${name}='${value}'\n`);
    }
    return 0;
  }
  for (let place = 0; place < args.length; place++) {
    const arg = args[place] ?? '';
    if (arg === '--' || !/^[-+]./.test(arg)) {
      shell.positional = args.slice(arg === '--' ? place + 1 : place);
      break;
    }
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      if (letter === 'o') turn(shell, args[++place] ?? '', on);
      else if (letter in OPTIONS) shell.options[OPTIONS[letter as keyof typeof OPTIONS]] = on;
    }
  }
  return 0;
};

function turn({ options }: Shell, name: string, on: boolean): void {
  if (name in options) options[name as keyof typeof options] = on;
}

/** Reads a line into variables; the last takes what is left. */
function* read(call: Call) {
  const { shell, args } = call;
  const names = args.filter((arg) => !arg.startsWith('-'));
  const isRaw = args.some((arg) => /^-\w*r/.test(arg));
  const line = yield* readLine(shell.descriptors[0]);
  const text = (line ?? '').replace(/\n$/, '');
  const plain = isRaw ? text : text.replace(/\\(.)/g, '$1');
  const separators = shell.get('IFS') ?? ' \t\n';
  if (names.length === 0) shell.set('REPLY', plain);
  else spread(shell, names, plain, separators);
  return line?.endsWith('\n') === true ? 0 : 1;
}

function spread(shell: Shell, names: readonly string[], text: string, separators: string): void {
  const isSeparator = (sign: string | undefined): boolean => sign !== undefined && separators.includes(sign);
  const isBlank = (sign: string | undefined): boolean => isSeparator(sign) && /\s/.test(sign ?? '');
  let place = 0;
  let end = text.length;
  while (isBlank(text[place])) place++;
  while (end > place && isBlank(text[end - 1])) end--;
  names.forEach((name, index) => {
    if (index === names.length - 1) {
      shell.set(name, text.slice(place, end));
      return;
    }
    const start = place;
    while (place < end && !isSeparator(text[place])) place++;
    shell.set(name, text.slice(start, place));
    if (place < end && !isBlank(text[place])) place++;
    else while (place < end && isBlank(text[place])) place++;
  });
}

const type: Program = ({ shell, args }) => {
  const quiet = args[0] === '-p';
  let status = 0;
  for (const name of quiet ? args.slice(1) : args) {
    const isThere = shell.functions.has(name) || shell.runner.knows(shell, name);
    if (!isThere) {
      status = quiet && shell.world.flavour === 'busybox' ? 127 : 1;
      if (!quiet) shell.err(`${name}: not found\n`);
    } else shell.out(quiet ? `/bin/${name}\n` : `${name} is /bin/${name}\n`);
  }
  return status;
};

const cd: Program = ({ shell, args }) => {
  const target = args[0] === '-' ? (shell.get('OLDPWD') ?? '/') : (args[0] ?? shell.get('HOME') ?? '/');
  const path = shell.path(target);
  if (shell.world.files.find(path)?.node.type !== 'folder') {
    shell.err(`${shell.name}: cd: can't cd to ${target}: No such file or directory\n`);
    return 1;
  }
  shell.set('OLDPWD', shell.folder);
  shell.folder = path;
  shell.set('PWD', path);
  return 0;
};

/** Commands about the shell's variables and its folder. */
export const variables: Readonly<Record<string, Program>> = {
  export: exportVariables,
  readonly: ({ shell, args }) => assignments(shell, args, () => {}),
  declare: ({ shell, args }) => assignments(shell, args, () => {}),
  typeset: ({ shell, args }) => assignments(shell, args, () => {}),
  local,
  unset,
  set,
  shopt: () => 0,
  umask: () => 0,
  ulimit: ({ shell }) => {
    shell.out('unlimited\n');
    return 0;
  },
  alias: () => 0,
  hash: () => 0,
  read: resumable(read),
  type,
  let: ({ shell, args }) => (evaluate(args.at(-1) ?? '0', shell) === 0 ? 1 : 0),
  cd,
  pwd: ({ shell }) => {
    shell.out(`${shell.folder}\n`);
    return 0;
  },
};
