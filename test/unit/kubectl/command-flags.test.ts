import { expect, test } from 'vitest';
import { ourCommands } from '../../../src/cli/commands/index.ts';
import type { Command, CommandEntry } from '../../../src/kubectl/command.ts';
import { commands } from '../../../src/kubectl/commands/index.ts';
import { globalFlags } from '../../../src/kubectl/global-flags.ts';
import upstream from '../../vectors/kubectl-flags-1.33.json' with { type: 'json' };

interface Known {
  readonly usage?: string;
  readonly flags: readonly {
    readonly name: string;
    readonly short: string | null;
    readonly default: string;
  }[];
}
const known = upstream as unknown as Readonly<Record<string, Known>>;

/** kubectl's, those of them too that reach into the cluster itself. */
const listening = ourCommands({} as never, async () => undefined).filter(
  ({ program }) => program === 'kubectl',
);
const all = await everyCommand('', [...commands, ...listening]);

test.each(all)('$path takes the flags of kubectl 1.33', ({ path, command }) => {
  const ours = Object.values(command.flags).filter(
    ({ hidden, deprecated }) => !hidden && deprecated === undefined,
  );
  expect(rows(ours)).toEqual(rowsOf(path));
});

test.each(all)('$path has the usage line of kubectl 1.33', ({ path, command }) => {
  const parent = path.split(' ').slice(0, -1).join(' ');
  const usage = `kubectl ${parent === '' ? '' : `${parent} `}${command.usage}`;
  expect(usage.includes('[options]') ? usage : `${usage} [options]`).toBe(known[path]?.usage);
});

test('every command takes the global flags of kubectl 1.33', () => {
  expect(rows(Object.values(globalFlags))).toEqual(rowsOf('(global)'));
});

test('no command of kubectl 1.33 is missing', () => {
  const missing = Object.keys(known).filter(
    (path) => /^[a-z]/.test(path) && !all.some((one) => one.path === path),
  );
  expect(missing).toEqual(['kubectl']);
});

async function everyCommand(
  parent: string,
  entries: readonly CommandEntry[],
): Promise<{ path: string; command: Command }[]> {
  const found: { path: string; command: Command }[] = [];
  for (const entry of entries.filter(({ hidden }) => hidden !== true)) {
    const command = await entry.load();
    const path = parent === '' ? entry.name : `${parent} ${entry.name}`;
    found.push({ path, command }, ...(await everyCommand(path, command.commands ?? [])));
  }
  return found;
}

function rows(flags: readonly { readonly name: string; readonly short?: string; readonly shown: string }[]) {
  return flags.map(({ name, short, shown }) => [name, short ?? null, shown]).sort();
}

const rowsOf = (path: string) =>
  known[path]?.flags.map((flag) => [flag.name, flag.short, flag.default]).sort();
