import { join } from 'node:path';
import type { Files } from './command.ts';

/** Names of plug-ins begin so. */
export const PLUGIN_PREFIX = 'kubectl-';

/** Where programs are looked for. */
export interface Programs {
  readonly files: Pick<Files, 'stat' | 'isExecutable'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The plug-in that a command line calls, with its arguments: the longest name that there is, of the words before the
 * first flag, and of no fewer than `least` of them. A dash in a word is an underscore in the name.
 */
export function pluginCommand(
  argv: readonly string[],
  least: number,
  programs: Programs,
): readonly string[] | undefined {
  const flag = argv.findIndex((word) => word.startsWith('-'));
  const words = (flag < 0 ? argv : argv.slice(0, flag)).map((word) => word.replaceAll('-', '_'));
  for (let length = words.length; length >= Math.max(least, 1); length--) {
    const path = lookPath(PLUGIN_PREFIX + words.slice(0, length).join('-'), programs);
    if (path !== undefined) return [path, ...argv.slice(length)];
  }
  return undefined;
}

/** The folders of PATH; one without a name is the current one. */
export const searchFolders = ({ environment }: Pick<Programs, 'environment'>): readonly string[] => {
  const path = environment['PATH'] ?? '';
  return path === '' ? [] : path.split(':');
};

/** The first program of this name on PATH. */
function lookPath(name: string, programs: Programs): string | undefined {
  const { files } = programs;
  const paths = name.includes('/')
    ? [name]
    : searchFolders(programs).map((folder) => `${folder === '' ? '.' : folder.replace(/\/+$/, '')}/${name}`);
  return paths.find((path) => files.stat(path) === 'file' && files.isExecutable(path));
}

/** Files that are named as plug-ins are, folder by folder as PATH has them, each once. A folder that cannot be read is told of. */
export function pluginFiles(
  { files, environment }: { readonly files: Pick<Files, 'stat' | 'list'> } & Pick<Programs, 'environment'>,
  onFault: (folder: string, error: unknown) => void,
): readonly string[] {
  const folders = [...new Set(searchFolders({ environment }))].filter((folder) => folder.trim() !== '');
  return folders.flatMap((folder) => {
    try {
      return files
        .list(folder)
        .filter((name) => name.startsWith(PLUGIN_PREFIX))
        .map((name) => join(folder, name))
        .filter((path) => files.stat(path) === 'file');
    } catch (error) {
      onFault(folder, error);
      return [];
    }
  });
}
