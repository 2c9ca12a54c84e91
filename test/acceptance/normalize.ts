import { join } from 'node:path';
import { recordings } from './workspace.ts';

export interface Options {
  readonly ns?: string;
  readonly keepNodes?: boolean;
  readonly noHeaders?: boolean;
  readonly watch?: boolean;
  readonly hashes?: Readonly<Record<string, string>>;
}

export type Normalize = (text: string, options: Options) => string;

let loaded: Promise<{ readonly normalize: Normalize }> | undefined;

/** The recordings' own normal form: what is drawn at random becomes a symbol. */
export async function loadNormalize(): Promise<Normalize> {
  loaded ??= import(join(recordings, 'tools/normalize.mjs'));
  return (await loaded).normalize;
}

/** Every hash of a template that stands in a text, as the same symbol: it changes with the minor version. */
export function hashesIn(text: string, before: RegExp): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(before)].map(([hash]) => [hash, '<HASH>']));
}
