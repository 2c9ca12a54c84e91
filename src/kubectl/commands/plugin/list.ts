import { basename } from 'node:path';
import { CommandError, type Context, defineCommand, type Surroundings } from '../../command.ts';
import { commandAt } from '../../find.ts';
import { bool } from '../../flags.ts';
import { pluginFiles } from '../../plugins.ts';

export const list = defineCommand({
  name: 'list',
  usage: 'list [flags]',
  short: "List all visible plugin executables on a user's PATH",
  long: 'List the files on PATH whose name begins with kubectl-, and what keeps some of them from being called.',
  examples: [
    '# Where the plug-ins are',
    'kubectl plugin list',
    '',
    '# Their names',
    'kubectl plugin list --name-only',
  ],
  flags: {
    nameOnly: bool('name-only', { help: 'Names without the folders.' }),
  },
  complete: (_args, { nameOnly }, { program }) => ({ nameOnly, program }),
  run: async ({ nameOnly, program }, context) => {
    const { out, err } = context;
    const paths = pluginFiles(context, (folder, error) => tell(context, folder, error));
    const faults: string[] = [];
    if (paths.length > 0) out.write('The following compatible plugins are available:\n\n');
    else faults.push('error: unable to find any kubectl plugins in your PATH');
    const seen = new Map<string, string>();
    let warnings = 0;
    for (const path of paths) {
      out.line(nameOnly ? basename(path) : path);
      for (const warning of await warningsAbout(path, seen, program, context)) {
        err.line(`  - warning: ${warning}`);
        warnings++;
      }
    }
    if (warnings === 1) faults.push('error: one plugin warning was found');
    if (warnings > 1) faults.push(`error: ${warnings} plugin warnings were found`);
    if (faults.length > 0) throw new CommandError(faults.join('\n'));
    return 0;
  },
});

function tell({ err }: Context, folder: string, error: unknown): void {
  const problem = problemOf(error as NodeJS.ErrnoException);
  err.line(
    `Unable to read directory ${JSON.stringify(folder)} from your PATH: open ${folder}: ${problem}. Skipping...`,
  );
}

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file or directory';
  if (code === 'ENOTDIR') return 'not a directory';
  return code === 'EACCES' ? 'permission denied' : message;
}

async function warningsAbout(
  path: string,
  seen: Map<string, string>,
  { entries }: Surroundings,
  { files }: Context,
): Promise<readonly string[]> {
  const name = basename(path);
  const warnings: string[] = [];
  if (!files.isExecutable(path))
    warnings.push(`${path} identified as a kubectl plugin, but it is not executable`);
  const other = seen.get(name);
  if (other !== undefined) warnings.push(`${path} is overshadowed by a similarly named plugin: ${other}`);
  else seen.set(name, path);
  const hiding = await commandAt(name.split('-').slice(1), { entries, name: 'kubectl' });
  if (hiding !== undefined)
    warnings.push(`${name} overwrites existing command: ${JSON.stringify(hiding.path)}`);
  return warnings;
}
