import { basename } from 'node:path';
import { compareText } from '../../machinery/json.ts';
import type { Context } from '../command.ts';
import type { Entry } from '../commands/config/entries.ts';
import { lookup } from '../find.ts';
import type { Flag } from '../flags.ts';
import { pluginFiles } from '../plugins.ts';
import { groupResource, mapperOf } from '../resources/mapper.ts';
import { ARGUMENTS, type Completes, FILE_EXTENSIONS, FLAG_VALUES, GET_OUTPUT } from './arguments.ts';
import type { Words } from './command-line.ts';
import { names, namesBelow } from './names.ts';
import { containers, inPods } from './pods.ts';
import { type Candidates, DIRECTIVES, only } from './words.ts';

const NOTHING: Candidates = { words: [], directive: DIRECTIVES.Default };

/** What may stand where the cursor is. */
export async function candidatesFor(words: Words, part: string, context: Context): Promise<Candidates> {
  if (words.pending !== undefined) return flagValues(words.pending, words, part, context);
  if (!words.dashed && part.startsWith('-')) {
    const at = part.indexOf('=');
    if (at < 0) return only(flagNames(words, part));
    const flag = named(words, part.slice(0, at));
    return flag === undefined ? NOTHING : flagValues(flag, words, part.slice(at + 1), context);
  }
  return nouns(words, part, context);
}

const named = ({ own, inherited }: Words, written: string): Flag<unknown> | undefined =>
  [...own, ...inherited].find(({ name, short }) => written === `--${name}` || written === `-${short}`);

function flagNames(words: Words, part: string): readonly string[] {
  const required = missingFlags(words, part);
  if (required.length > 0) return required;
  const help = { name: 'help', short: 'h', help: 'What the command does.' };
  const own = words.command === undefined ? [help] : [...words.own, help];
  return [words.inherited, own].flatMap((flags) => {
    const offered = (flags as readonly Flag<unknown>[]).filter((flag) => isOffered(flag, words));
    return offered.toSorted((a, b) => compareText(a.name, b.name)).flatMap((flag) => spelled(flag, part));
  });
}

/** A flag stands once, unless it collects values. */
const isOffered = (flag: Flag<unknown>, { given }: Words): boolean =>
  flag.hidden !== true &&
  flag.deprecated === undefined &&
  (!given.has(flag.name) || Array.isArray(flag.default));

function spelled(
  { name, short, help }: Pick<Flag<unknown>, 'name' | 'short' | 'help'>,
  part: string,
): string[] {
  const forms = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  return forms.filter((form) => form.startsWith(part)).map((form) => `${form}\t${help}`);
}

const missingFlags = ({ own, given }: Words, part: string): readonly string[] =>
  own
    .filter((flag) => flag.required === true && !given.has(flag.name))
    .flatMap((flag) => spelled(flag, part));

async function flagValues(
  { name }: Flag<unknown>,
  words: Words,
  part: string,
  context: Context,
): Promise<Candidates> {
  if (name === 'filename') {
    return { words: FILE_EXTENSIONS, directive: DIRECTIVES.FilterFileExt };
  }
  const [pod] = words.args;
  // Of all commands it is only there that a container is looked for.
  if (name === 'container' && words.path === 'exec')
    return only(pod === undefined ? [] : await containers(pod, part, context));
  const isGlobal = words.inherited.some((flag) => flag.name === name);
  const completes =
    name === 'output' && words.path === 'get'
      ? GET_OUTPUT
      : isGlobal || name === 'subresource'
        ? FLAG_VALUES[name]
        : undefined;
  return completes === undefined ? NOTHING : complete(completes, [], part, context);
}

async function nouns(words: Words, part: string, context: Context): Promise<Candidates> {
  const { path, args, entries } = words;
  const commands =
    args.length > 0 ? [] : entries.filter(({ name, hidden }) => !hidden && name.startsWith(part));
  const missing = missingFlags(words, part);
  const completes = ARGUMENTS[path];
  const plugins = words.command === undefined && args.length === 0 ? pluginsFor(words, part, context) : [];
  if (commands.length + plugins.length > 0) {
    const lines = [...commands, ...plugins].toSorted((a, b) => compareText(a.name, b.name));
    return only([...lines.map(({ name, short }) => `${name}\t${short}`), ...missing]);
  }
  if (completes === undefined) {
    const nothing = words.command === undefined && args.length === 0 && part !== '' && !words.dashed;
    return { words: missing, directive: nothing ? DIRECTIVES.NoFileComp : DIRECTIVES.Default };
  }
  const found = await complete(completes, args, part, context);
  return { ...found, words: [...missing, ...found.words] };
}

/** Plug-ins by the first word of their names, where no command has it. */
function pluginsFor({ entries }: Words, part: string, context: Context): readonly Named[] {
  const files = pluginFiles(context, () => undefined);
  const words = files.map((path) => basename(path).split('-')[1]?.replaceAll('_', '-') ?? '');
  return [...new Set(words)]
    .filter((word) => word !== '' && word.startsWith(part) && lookup(entries, word) === undefined)
    .map((name) => ({ name, short: `The command ${name} is a plugin installed by the user` }));
}

interface Named {
  readonly name: string;
  readonly short: string;
}

async function complete(
  completes: Completes,
  args: readonly string[],
  part: string,
  context: Context,
): Promise<Candidates> {
  switch (completes.type) {
    case 'words':
      return only(completes.words.filter((word) => word.startsWith(part)));
    case 'config':
      return only(args.length > 0 ? [] : configNames(completes.of, part, context));
    case 'names':
      return only(args.length > 0 ? [] : await names(completes.of, part, context));
    case 'pod':
      return inPods(completes, args, part, context);
    case 'resources':
      return resources(completes, args, part, context);
  }
}

const configNames = (
  of: 'clusters' | 'contexts' | 'users',
  part: string,
  { config }: Context,
): readonly string[] =>
  (config.kubeconfig.read()[of] ?? ([] as readonly Entry[]))
    .map(({ name }) => String(name))
    .filter((name) => name.startsWith(part));

async function types(
  wanted: readonly string[] | undefined,
  part: string,
  context: Context,
): Promise<readonly string[]> {
  const at = part.lastIndexOf(',') + 1;
  const known = wanted ?? (await servedTypes(context));
  return known
    .filter((type) => type.startsWith(wanted === undefined ? part.slice(at) : part))
    .map((type) => (wanted === undefined ? part.slice(0, at) : '') + type);
}

/** Group by group, in the order of their names. */
async function servedTypes(context: Context): Promise<readonly string[]> {
  try {
    const all = (await mapperOf(context).all()).filter(({ verbs }) => verbs.includes('get'));
    const sorted = all.toSorted(
      (a, b) => compareText(a.group, b.group) || compareText(a.resource, b.resource),
    );
    return [...new Set(sorted.map(groupResource))];
  } catch {
    return [];
  }
}

async function resources(
  { types: wanted, repeat }: Extract<Completes, { readonly type: 'resources' }>,
  args: readonly string[],
  part: string,
  context: Context,
): Promise<Candidates> {
  const [first] = args;
  if (first !== undefined && !first.includes('/')) {
    if (!repeat && args.length > 1) return only([]);
    const found = await names(first, part, context);
    return only(args.length > 1 ? found.filter((name) => !args.includes(name)) : found);
  }
  const slash = part.indexOf('/');
  if (slash < 0) {
    if (first === undefined) return only(await types(wanted, part, context));
    if (!repeat) return only([]);
    const found = (await types(wanted, part, context)).map((type) => `${type}/`);
    return { words: found, directive: DIRECTIVES.NoFileComp + DIRECTIVES.NoSpace };
  }
  if (first !== undefined && !repeat) return only([]);
  const found = await namesBelow(part, context);
  return only(found.filter((name) => !args.includes(name)));
}
