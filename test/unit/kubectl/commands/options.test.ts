import { expect, test } from 'vitest';
import type { Context, Invocation } from '../../../../src/kubectl/command.ts';
import { options } from '../../../../src/kubectl/commands/options.ts';
import { globalFlags } from '../../../../src/kubectl/global-flags.ts';
import { optionLines } from '../../../../src/kubectl/help.ts';

test('tells every global flag by name, with its default', async () => {
  const written: string[] = [];
  const run = options.prepare({
    args: [],
    values: {},
    invocation: { program: { entries: [], globals: globalFlags } } as unknown as Invocation,
  });
  await run({ out: { write: (text: string) => written.push(text) } } as unknown as Context);
  const [head, ...rest] = written.join('').split('\n');
  expect(head).toBe('The following options can be passed to any command:');
  expect(rest.filter((line) => line.startsWith('    ')).slice(0, 3)).toEqual([
    "    --as='':",
    '    --as-group=[]:',
    "    --as-uid='':",
  ]);
  expect(rest.join('\n')).toContain(optionLines(Object.values(globalFlags)));
});
