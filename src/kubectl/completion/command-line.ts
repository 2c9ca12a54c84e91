import type { Command, CommandEntry, Surroundings } from '../command.ts';
import type { Flag } from '../flags.ts';

/** The words before the one to complete, as far as they make sense. */
export interface Words {
  /** Undefined before any command is named. */
  readonly command: Command | undefined;
  /** `rollout status`; empty before any command is named. */
  readonly path: string;
  /** Commands that may follow. */
  readonly entries: readonly CommandEntry[];
  readonly args: readonly string[];
  /** Flags the command takes of its own, and those every command takes. */
  readonly own: readonly Flag<unknown>[];
  readonly inherited: readonly Flag<unknown>[];
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  /** A flag that still lacks its value. */
  readonly pending: Flag<unknown> | undefined;
  /** Behind `--` there are no flags. */
  readonly dashed: boolean;
}

/** Why there is nothing to complete. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless';
}

/** Goes through the words as the parser would. */
export async function readWords(
  words: readonly string[],
  { entries, globals }: Surroundings,
): Promise<Words> {
  const inherited = Object.values(globals);
  const given = new Set<string>();
  const args: string[] = [];
  let at: Pick<Words, 'command' | 'path' | 'entries' | 'own'> = {
    command: undefined,
    path: '',
    entries,
    own: [],
  };
  let pending: Flag<unknown> | undefined;
  let dashed = false;
  for (const word of words) {
    if (pending !== undefined) pending = undefined;
    else if (dashed) args.push(word);
    else if (word === '--') dashed = true;
    else if (word.startsWith('-') && word !== '-') {
      const { flag, open } = flagIn(word, [...at.own, ...inherited]);
      given.add(flag.name);
      pending = open ? flag : undefined;
    } else if (args.length > 0) args.push(word);
    else {
      const next = at.entries.find(({ name, aliases = [] }) => name === word || aliases.includes(word));
      if (next !== undefined) at = await below(at.path, next);
      else if (at.command === undefined)
        throw new Hopeless(`unable to find a command for arguments: [${word}]`);
      else args.push(word);
    }
  }
  return {
    ...at,
    args,
    inherited: inherited.filter((flag) => !hidden(flag, at.own)),
    given,
    pending,
    dashed,
  };
}

async function below(
  path: string,
  entry: CommandEntry,
): Promise<Pick<Words, 'command' | 'path' | 'entries' | 'own'>> {
  const command = await entry.load();
  return {
    command,
    path: path === '' ? entry.name : `${path} ${entry.name}`,
    entries: command.commands ?? [],
    own: Object.values(command.flags),
  };
}

const hidden = ({ name }: Flag<unknown>, own: readonly Flag<unknown>[]): boolean =>
  own.some((flag) => flag.name === name);

/** The flag a word gives, and whether its value is still to come. */
function flagIn(
  word: string,
  flags: readonly Flag<unknown>[],
): { readonly flag: Flag<unknown>; readonly open: boolean } {
  const [written = ''] = word.split('=');
  const last = written.startsWith('--') ? written.slice(2) : '';
  const flag = flags.find((one) =>
    last === '' ? `-${one.short}` === written.slice(0, 2) : one.name === last,
  );
  if (flag === undefined) {
    const unknown =
      last === ''
        ? `unknown shorthand flag: '${written.slice(1, 2)}' in ${written}`
        : `unknown flag: ${written}`;
    throw new Hopeless(`Error while parsing flags from args [${word}]: ${unknown}`);
  }
  const whole = last !== '' || written.length === 2;
  return { flag, open: whole && !word.includes('=') && flag.alone === undefined };
}
