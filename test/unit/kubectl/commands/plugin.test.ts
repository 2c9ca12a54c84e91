import { expect, test } from 'vitest';
import { kubectl } from '../../../support/memory-kubectl.ts';

const PROGRAM = '#!/bin/sh\n';
const files = {
  '/one/kubectl-create-thing': PROGRAM,
  '/one/kubectl-foo': PROGRAM,
  '/one/kubectl-foo-bar_baz': PROGRAM,
  '/one/kubectl-get': PROGRAM,
  '/one/kubectl-plain_text': 'text',
  '/one/other': PROGRAM,
  '/two/kubectl-foo': PROGRAM,
};
const environment = { PATH: '/one:/two:/one' };

/** Runs a command line, and tells which program it started. */
async function calls(line: string, more: Readonly<Record<string, string>> = {}) {
  let started: readonly string[] | undefined;
  const told = await kubectl(line.split(' '), {
    files,
    environment: { ...environment, ...more },
    runProcess: async (command) => {
      started = command;
      return { exit: 3, out: '', err: '' };
    },
  });
  return { started, exit: told.exit, stderr: told.stderr };
}

test('the longest name of the words before the first flag is called, with what follows', async () => {
  const { started } = await calls('foo bar-baz q --z');
  expect(started).toEqual(['/one/kubectl-foo-bar_baz', 'q', '--z']);
});

test('a plug-in is given the flags that follow, --help too, and its exit code is the answer', async () => {
  const { started, exit } = await calls('foo --help');
  expect({ started, exit }).toEqual({ started: ['/one/kubectl-foo', '--help'], exit: 3 });
});

test('a command is never a plug-in', async () => {
  expect((await calls('get --raw=/nothing')).started).toBeUndefined();
});

test('a word below create may be one', async () => {
  expect((await calls('create thing 1')).started).toEqual(['/one/kubectl-create-thing', '1']);
});

test('but not where KUBECTL_ENABLE_CMD_SHADOW says that it may not', async () => {
  expect((await calls('create thing 1', { KUBECTL_ENABLE_CMD_SHADOW: 'false' })).started).toBeUndefined();
});

test('flags cannot stand before the name of a plug-in, nor of what is no command', async () => {
  expect(await calls('--context x foo')).toEqual({
    started: undefined,
    exit: 1,
    stderr: 'Error: flags cannot be placed before plugin name: --context\n',
  });
});

test('a file that is not executable is not called', async () => {
  const { started, stderr } = await calls('plain-text');
  expect({ started, stderr }).toEqual({
    started: undefined,
    stderr: 'error: unknown command "plain-text" for "kubectl"\n',
  });
});

test('plugin list tells where plug-ins are and what is wrong with them', async () => {
  const told = await kubectl(['plugin', 'list'], { files, environment });
  expect(told).toMatchObject({
    stdout: `The following compatible plugins are available:

/one/kubectl-create-thing
/one/kubectl-foo
/one/kubectl-foo-bar_baz
/one/kubectl-get
/one/kubectl-plain_text
/two/kubectl-foo
`,
    stderr: `  - warning: kubectl-create-thing overwrites existing command: "kubectl create"
  - warning: kubectl-get overwrites existing command: "kubectl get"
  - warning: /one/kubectl-plain_text identified as a kubectl plugin, but it is not executable
  - warning: /two/kubectl-foo is overshadowed by a similarly named plugin: /one/kubectl-foo
error: 4 plugin warnings were found
`,
    exit: 1,
  });
});

test('plugin list --name-only tells names', async () => {
  const told = await kubectl(['plugin', 'list', '--name-only'], {
    files: { '/two/kubectl-foo': PROGRAM },
    environment: { PATH: '/two' },
  });
  expect(told).toMatchObject({
    stdout: 'The following compatible plugins are available:\n\nkubectl-foo\n',
    stderr: '',
    exit: 0,
  });
});

test('plugin list without any plug-in is an error', async () => {
  const told = await kubectl(['plugin', 'list'], { environment: { PATH: '/two' } });
  expect(told).toMatchObject({
    stdout: '',
    stderr: 'error: unable to find any kubectl plugins in your PATH\n',
    exit: 1,
  });
});

test('help of a command is its --help', async () => {
  const { stdout } = await kubectl(['help', 'rollout', 'status']);
  expect(stdout).toBe((await kubectl(['rollout', 'status', '--help'])).stdout);
});

test('help of what is no command is the overview', async () => {
  const told = await kubectl(['help', 'gett']);
  expect(told).toMatchObject({ stdout: '', stderr: 'Unknown help topic [`gett`]\noverview\n', exit: 0 });
});

test('completion offers plug-ins by the first word of their names', async () => {
  const { stdout } = await kubectl(['__complete', 'f'], { files, environment });
  expect(stdout).toBe('foo\tThe command foo is a plugin installed by the user\n:4\n');
});
