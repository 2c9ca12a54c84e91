import { dirname, relative, resolve } from 'node:path';
import type { Files } from '../../command.ts';
import type { KubeconfigFile } from '../../kubeconfig.ts';
import { type Entry, entryOf, namesIn, type Section, withEntry } from './entries.ts';

const FILES: readonly (readonly [Section, readonly string[]])[] = [
  ['users', ['client-certificate', 'client-key']],
  ['clusters', ['certificate-authority']],
];

/** The kubeconfig with the content of the files that it names in their place. */
export function flattened(file: KubeconfigFile, path: string, files: Files): KubeconfigFile {
  let flat = file;
  for (const [section, fields] of FILES)
    for (const name of namesIn(file, section))
      flat = withEntry(
        flat,
        section,
        name,
        withContent(entryOf(file, section, name) ?? {}, fields, path, files),
      );
  return flat;
}

function withContent(entry: Entry, fields: readonly string[], path: string, files: Files): Entry {
  const inside = { ...entry };
  for (const field of fields) {
    const named = entry[field];
    if (typeof named !== 'string' || named === '') continue;
    if (entry[`${field}-data`]) throw new Error('cannot have values for both path and contents');
    delete inside[field];
    inside[`${field}-data`] = encoded(resolve(dirname(path), named), files);
  }
  return inside;
}

/** A file as a kubeconfig holds its content. */
export function encoded(path: string, files: Files): string {
  if (files.stat(path) === undefined) throw new Error(`open ${path}: no such file or directory`);
  return Buffer.from(files.readBytes(path)).toString('base64');
}

/** How a kubeconfig names a file: from its own folder where the file is below that. */
export function storedPath(named: string, path: string): string {
  const whole = resolve(named);
  const below = relative(dirname(resolve(path)), whole);
  return below.startsWith('..') ? whole : below;
}
