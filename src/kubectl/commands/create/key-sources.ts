import { basename, join } from 'node:path';
import { configMapKey, relaxedEnvironmentName } from '../../../machinery/value-rules.ts';
import { CommandError, type Context, type Files, UsageError } from '../../command.ts';
import { array, list } from '../../flags.ts';

// --from-file, --from-literal and --from-env-file of configmap and secret.

export const sourceFlags = (noun: string) => ({
  fromEnvFile: list('from-env-file', { help: `File with key=value lines to make a ${noun} of.` }),
  fromFile: list('from-file', {
    help: 'File, named by its own name or as key=file. A folder stands for the files in it whose names are valid keys.',
  }),
  fromLiteral: array('from-literal', { help: 'A key and its value: mykey=somevalue.' }),
});

export interface Sources {
  readonly files: readonly string[];
  readonly literals: readonly string[];
  readonly envFiles: readonly string[];
}

/** Puts the sources together; env files stand alone. */
export function sourcesOf(
  given: {
    readonly fromFile: readonly string[];
    readonly fromLiteral: readonly string[];
    readonly fromEnvFile: readonly string[];
  },
  name: string,
): Sources {
  const { fromFile: files, fromLiteral: literals, fromEnvFile: envFiles } = given;
  if (name === '') throw new UsageError('name must be specified');
  if (envFiles.length > 0 && (files.length > 0 || literals.length > 0)) {
    throw new UsageError('from-env-file cannot be combined with from-file or from-literal');
  }
  return { files, literals, envFiles };
}

/** Takes one key with its bytes; throws what is wrong with the key. */
export type Add = (key: string, value: Uint8Array) => void;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function addLiterals(literals: readonly string[], add: Add): void {
  for (const literal of literals) {
    const at = literal.indexOf('=');
    if (at <= 0) throw new CommandError(`invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, at), bytesOf(literal.slice(at + 1)));
  }
}

export function addFiles(sources: readonly string[], files: Files, add: Add): void {
  for (const source of sources) {
    const { key, path } = fileSource(source);
    const found = files.stat(path);
    if (found === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
    if (found === 'file') add(key, files.readBytes(path));
    else addFolder(source, path, files, add);
  }
}

function addFolder(source: string, path: string, files: Files, add: Add): void {
  if (source.includes('=')) throw new CommandError('cannot give a key name for a directory path');
  for (const name of files.list(path)) {
    const entry = join(path, name);
    if (files.stat(entry) === 'file') add(name, files.readBytes(entry));
  }
}

function fileSource(source: string): { readonly key: string; readonly path: string } {
  const [key = '', path, ...more] = source.split('=');
  if (more.length > 0) throw new CommandError("key names or file paths cannot contain '='");
  if (path === undefined) return { key: basename(source), path: source };
  if (key === '') throw new CommandError(`key name for file path ${path} missing`);
  if (path === '') throw new CommandError(`file path for key name ${key} missing`);
  return { key, path };
}

/** Lines of `KEY=value`, taken literally; a bare KEY takes its value from the environment. */
export function addEnvFiles(
  paths: readonly string[],
  noun: string,
  { files, environment }: Context,
  add: Add,
): void {
  for (const path of paths) {
    const found = files.stat(path);
    if (found === undefined) throw new CommandError(`error reading ${path}: no such file or directory`);
    if (found === 'folder') throw new CommandError(`env ${noun} file cannot be a directory`);
    for (const line of files
      .read(path)
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)) {
      const text = line.trimStart();
      if (text === '' || text.startsWith('#')) continue;
      const at = text.indexOf('=');
      const key = at < 0 ? text : text.slice(0, at);
      const faults = relaxedEnvironmentName(key);
      if (faults.length > 0) {
        throw new CommandError(`${JSON.stringify(key)} is not a valid key name: ${faults.join(';')}`);
      }
      add(key, bytesOf(at < 0 ? (environment[key] ?? '') : text.slice(at + 1)));
    }
  }
}

/** What keeps a word from being a key. */
export const keyFaults = (key: string): readonly string[] => configMapKey(key);
