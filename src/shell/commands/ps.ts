import type { Call, Program, RunningProgram } from '../shell.ts';
import { formatDate } from './dates.ts';

/** `ps`, `ps ax`, `ps aux`, `ps -ef`: busybox knows one form. */
export const ps: Program = (call) => {
  const { shell, args } = call;
  const running = [...runningBy(call)];
  const { header, line } =
    shell.world.flavour === 'busybox' ? SMALL : formOf(args.join('').replace(/^-/, ''));
  shell.out(`${header}\n${running.map((one) => `${line(one)}\n`).join('')}`);
  return 0;
};

/** What runs in the container, and this command itself where a shell called it. */
function* runningBy({ shell, name, args }: Call): Iterable<RunningProgram> {
  const others = shell.world.running();
  yield* others;
  const last = others.at(-1);
  if (last?.command.split(' ')[0]?.endsWith('ps') === true) return;
  const uid = shell.get('.uid') ?? '0';
  const user = uid === '0' ? 'root' : uid;
  yield { id: (last?.id ?? 0) + 6, user, command: [name, ...args].join(' '), start: shell.process.time };
}

interface Form {
  readonly header: string;
  readonly line: (program: RunningProgram) => string;
}

const SMALL: Form = {
  header: 'PID   USER     TIME  COMMAND',
  line: ({ id, user, command }) => `${String(id).padStart(5)} ${user.padEnd(8)}  0:00 ${command}`,
};

const SHORT: Form = {
  header: '    PID TTY          TIME CMD',
  line: ({ id, command }) => `${String(id).padStart(7)} ?        00:00:00 ${nameOf(command)}`,
};

const WITH_STATE: Form = {
  header: '    PID TTY      STAT   TIME COMMAND',
  line: ({ id, command }) => `${String(id).padStart(7)} ?        Ss     0:00 ${command}`,
};

const WITH_USER: Form = {
  header: 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND',
  line: ({ id, user, command, start }) =>
    `${user.padEnd(8)} ${String(id).padStart(7)}  0.0  0.0   4336   796 ?        Ss   ${clock(start)}   0:00 ${command}`,
};

const FULL: Form = {
  header: 'UID          PID    PPID  C STIME TTY          TIME CMD',
  line: ({ id, user, command, start }) =>
    `${user.padEnd(8)} ${String(id).padStart(7)} ${(id === 1 ? '0' : '1').padStart(7)}  0 ${clock(start)} ?        00:00:00 ${command}`,
};

function formOf(letters: string): Form {
  if (letters.includes('f')) return FULL;
  if (letters.includes('u')) return WITH_USER;
  return letters.includes('x') || letters.includes('a') ? WITH_STATE : SHORT;
}

const clock = (at: number): string => formatDate('%H:%M', at);
const nameOf = (command: string): string => (command.split(' ')[0] ?? '').replace(/^.*\/|:$/g, '');
