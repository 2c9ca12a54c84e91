import { evaluate } from '../arithmetic.ts';
import { giveKeys, hasKeys, removeArray, removeElement, variablesOf } from '../arrays.ts';
import { type Program, type Shell, ShellProblem } from '../shell.ts';

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
    if (!locals.has(name)) locals.set(name, variablesOf(shell, name));
  });
};

/** In a function what is declared is its own. */
const declare: Program = (call) => {
  const { shell, args } = call;
  const isOfFunction = shell.locals !== undefined && !args.includes('-g');
  const isExported = args.some((arg) => /^-\w*x/.test(arg));
  const mark = (name: string): void => void (isExported && shell.exported.add(name));
  const status = isOfFunction ? local(call) : assignments(shell, args, mark);
  if (args.includes('-A')) for (const name of args) if (/^[A-Za-z_]\w*$/.test(name)) giveKeys(shell, name);
  return status;
};

const unset: Program = ({ shell, args }) => {
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    const [, array, at] = /^([A-Za-z_]\w*)\[(.+)\]$/s.exec(name) ?? [];
    if (array !== undefined && at !== undefined)
      removeElement(shell, array, hasKeys(shell, array) ? at : evaluate(at, shell));
    else removeArray(shell, name);
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
  declare,
  typeset: declare,
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
  type,
  let: ({ shell, args }) => (evaluate(args.at(-1) ?? '0', shell) === 0 ? 1 : 0),
  cd,
  pwd: ({ shell }) => {
    shell.out(`${shell.folder}\n`);
    return 0;
  },
};
