import type { Command } from '../command.ts';
import { CommandError, defineCommand } from '../command.ts';
import { candidatesFor } from '../completion/candidates.ts';
import { Hopeless, readWords } from '../completion/command-line.ts';
import { type Candidates, DIRECTIVES } from '../completion/words.ts';

/** cobra's hidden command: shells ask it what may stand at the cursor. */
export const complete = defined('__complete', 'with descriptions');
/** The same without descriptions. */
export const completeNoDesc = defined('__completeNoDesc', 'words only');

function defined(name: string, form: 'with descriptions' | 'words only'): Command {
  return defineCommand({
    name,
    usage: `${name} [command-line]`,
    short: 'Request shell completion choices for the specified command-line',
    flags: {},
    words: 'raw',
    complete: (args, _flags, { program }) => {
      const part = args.at(-1);
      if (part === undefined) throw new CommandError('requires at least 1 arg(s), only received 0');
      return { before: args.slice(0, -1), part, program };
    },
    run: async ({ before, part, program }, context) => {
      const { words, directive } = await findOut(async () =>
        candidatesFor(await readWords(before, program), part, context),
      );
      for (const word of words) {
        const [first = ''] = word.split('\n');
        context.out.line(form === 'words only' ? (first.split('\t')[0] ?? '') : first.trimEnd());
      }
      context.out.line(`:${directive}`);
      context.err.line(`Completion ended with directive: ${directiveText(directive)}`);
      return 0;
    },
  });
}

async function findOut(work: () => Promise<Candidates>): Promise<Candidates> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Hopeless) return { words: [], directive: DIRECTIVES.Default };
    throw error;
  }
}

function directiveText(directive: number): string {
  const parts = Object.entries(DIRECTIVES)
    .filter(([, bit]) => bit !== 0 && (directive & bit) !== 0)
    .map(([name]) => `ShellCompDirective${name}`);
  return parts.length === 0 ? 'ShellCompDirectiveDefault' : parts.join(', ');
}
