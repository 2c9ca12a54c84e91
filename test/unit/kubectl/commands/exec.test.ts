import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/kubectl/command.ts';
import { exec } from '../../../../src/kubectl/commands/exec.ts';

type Complete = typeof exec.complete;
const flags = {
  filename: [],
  container: '',
  podRunningTimeout: 60_000,
  quiet: false,
  stdin: false,
  tty: false,
};

function completed(args: readonly string[], dash: number | undefined) {
  const invocation = { dash } as Parameters<Complete>[2];
  try {
    const { target, command } = exec.complete(args, flags as never, invocation);
    return { target, command };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}

describe('complete', () => {
  const OLD = 'exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead';
  test.each([
    { args: ['web', 'ls', '-l'], dash: 1, result: { target: 'web', command: ['ls', '-l'] } },
    { args: ['web', 'ls'], dash: undefined, result: OLD },
    { args: ['web'], dash: undefined, result: 'you must specify at least one command for the container' },
    { args: ['ls'], dash: 0, result: 'pod, type/name or --filename must be specified' },
    { args: [], dash: undefined, result: 'pod, type/name or --filename must be specified' },
  ])('$args with -- at $dash', ({ args, dash, result }) => {
    expect(completed(args, dash)).toEqual(result);
  });
});
