import { describe, expect, test } from 'vitest';
import { type Descriptor, TextSink } from '../../../src/shell/descriptors.ts';
import { folder } from '../../../src/shell/entries.ts';
import { FileSystem } from '../../../src/shell/file-system.ts';
import { type Keyboard, PlainKeyboard } from '../../../src/shell/keyboard.ts';
import { Machine } from '../../../src/shell/machine.ts';
import { NO_NETWORK } from '../../../src/shell/network.ts';
import type { Process } from '../../../src/shell/process.ts';
import type { Flavour } from '../../../src/shell/shell.ts';
import { startProgram } from '../../../src/shell/start.ts';
import { Terminal } from '../../../src/shell/terminal.ts';

const START = Date.UTC(2026, 0, 1, 12);

/** A shell that is typed to, a text after another, some seconds apart. */
function session(words: readonly string[], typed: readonly string[], hasTerminal: boolean, flavour: Flavour) {
  const machine = new Machine(START);
  const files = new FileSystem(folder(START));
  for (const path of ['/tmp', '/root']) files.makeFolders(path, START);
  const world = {
    machine,
    files,
    hostname: 'web-0',
    flavour,
    network: NO_NETWORK,
    programs: new Map<string, string>(),
    running: () => [],
  };
  const [output, errors] = [new TextSink(), new TextSink()];
  let process: Process | undefined;
  const show = (text: string): void => {
    output.text += text;
  };
  const interrupt = (at: number): void => {
    if (process !== undefined) machine.interrupt(process, at);
  };
  const terminal = new Terminal(machine, { show, interrupt });
  const keyboard: Keyboard = hasTerminal ? terminal : new PlainKeyboard(machine);
  const [out, err]: readonly Descriptor[] = hasTerminal
    ? [terminal.screen, terminal.screen]
    : [output, errors];
  const streams = { input: keyboard.source, output: out as Descriptor, errors: err as Descriptor };
  process = startProgram(world, { at: START, words, variables: { HOME: '/root' }, folder: '/', ...streams });
  for (const text of typed) {
    machine.run(machine.now + 2000);
    keyboard.type(text, machine.now);
  }
  machine.run(machine.now + 2000);
  const isAwaited = keyboard.isAwaited();
  if (!hasTerminal) keyboard.close(machine.now);
  machine.run(machine.now + 2000);
  return { output: output.text, errors: errors.text, code: process.status, isAwaited };
}

const piped = (...typed: readonly string[]) => session(['sh'], typed, false, 'busybox');
const onTerminal = (...typed: readonly string[]) => session(['sh'], typed, true, 'busybox');

describe('commands from a pipe', () => {
  test('are run one by one, and read what follows them', () => {
    expect(piped('read x\nfirst\necho "got $x"\ncat\nthe rest\n')).toEqual({
      output: 'got first\nthe rest\n',
      errors: '',
      code: 0,
      isAwaited: true,
    });
  });

  test.each([
    ['a loop', 'for i in 1 2\ndo\necho $i\ndone\n', '1\n2\n'],
    ['a here-document', 'cat <<END\na\nb\nEND\n', 'a\nb\n'],
    ['a quoted text', "echo 'a\nb'\n", 'a\nb\n'],
    ['a continued line', 'echo a \\\nb\n', 'a b\n'],
    ['a pipe', 'echo b |\ncat\n', 'b\n'],
    ['a condition', 'true &&\necho c\n', 'c\n'],
  ])('%s may have several lines', (_, text, output) => {
    expect(piped(...text.split(/(?<=\n)/)).output).toBe(output);
  });

  test('end with the last exit code, or where they say so', () => {
    expect([piped('false\n').code, piped('exit 7\necho no\n').code]).toEqual([1, 7]);
  });

  test('that cannot be read end the shell', () => {
    expect(piped('echo a\n)\necho b\n')).toMatchObject({
      output: 'a\n',
      errors: 'sh: syntax error: unexpected ")"\n',
      code: 2,
    });
  });
});

describe('a terminal', () => {
  test('shows what is typed, prompts, and what is printed', () => {
    expect(onTerminal('cd\r', 'pwd\r', 'exit 3\r')).toMatchObject({
      output: '/ # cd\r\n~ # pwd\r\n/root\r\n~ # exit 3\r\n',
      code: 3,
    });
  });

  test('asks for the rest of a command', () => {
    expect(onTerminal('if true\r', 'then echo y; fi\r').output).toBe(
      '/ # if true\r\n> then echo y; fi\r\ny\r\n/ # ',
    );
  });

  test('ctrl-C ends what runs, and what is typed, but not the shell', () => {
    expect(
      onTerminal('sleep 100\r', '\x03', 'echo $?\r', 'half', '\x03', 'yes | cat > /dev/null\r', '\x03'),
    ).toMatchObject({
      output:
        '/ # sleep 100\r\n^C\r\n/ # echo $?\r\n130\r\n/ # half^C\r\n/ # yes | cat > /dev/null\r\n^C\r\n/ # ',
      code: undefined,
      isAwaited: true,
    });
  });

  test('ctrl-D ends a shell, backspace takes back, problems are no end', () => {
    expect(onTerminal('lz\x7fs /nowhere\r', '\x04')).toMatchObject({
      output: '/ # lz\b \bs /nowhere\r\nls: /nowhere: No such file or directory\r\n/ # ',
      code: 1,
    });
  });

  test('ctrl-D ends what reads, and nobody after it', () => {
    expect(onTerminal('cat\r', 'a\r', 'b', '\x04', '\x04', 'read x\r', '\x04', 'echo $?\r')).toMatchObject({
      output: '/ # cat\r\na\r\na\r\nbb/ # read x\r\n/ # echo $?\r\n1\r\n/ # ',
      code: undefined,
    });
  });

  test('ctrl-W takes back a word, ctrl-U the line', () => {
    const back = '\b \b';
    expect(onTerminal('echo a bc \x17d\r', 'nope\x15pwd\r').output).toBe(
      `/ # echo a bc ${back.repeat(3)}d\r\na d\r\n/ # nope${back.repeat(4)}pwd\r\n/\r\n/ # `,
    );
  });

  test.each([
    [['bash'], 'gnu', 'root@web-0:/# nix\r\nbash: nix: command not found\r\nroot@web-0:/# exit\r\n'],
    [['sh'], 'gnu', '# nix\r\nsh: nix: command not found\r\n# '],
    [['sh'], 'busybox', '/ # nix\r\nsh: nix: not found\r\n/ # '],
  ] as const)('%s of %s has its own prompt', (words, flavour, output) => {
    expect(session(words, ['nix\r', '\x04'], true, flavour).output).toBe(output);
  });
});
