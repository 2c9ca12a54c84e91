import { fetchObject } from '../../kubectl/api.ts';
import { type Command, type Context, defineCommand, Exit, type ExitCode } from '../../kubectl/command.ts';
import { bool, text } from '../../kubectl/flags.ts';
import { resourcePath } from '../../kubectl/resources/mapper.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import { StatusError } from '../../machinery/status.ts';
import { redraw } from '../follow.ts';
import type { Ours } from '../ours.ts';
import { type ColourWish, type Paint, paintFor } from '../paint.ts';
import { resourceNamed } from '../resource.ts';
import { drawTree } from '../tree/drawing.ts';
import { ownedObjects } from '../tree/owned.ts';

const flags = {
  allNamespaces: bool('all-namespaces', {
    short: 'A',
    help: 'Look for owned objects in every namespace, and among those that are in none.',
  }),
  color: text('color', { short: 'c', default: 'auto', help: 'Colours: auto, always or never.' }),
  selector: text('selector', { short: 'l', help: 'Only owned objects with these labels (-l key1=value1).' }),
  watch: bool('watch', { short: 'w', help: 'Draw the tree again whenever something changes.' }),
};

interface TreeOptions {
  readonly kind: string;
  readonly name: string;
  /** What is wrong with the command line, in kubectl-tree's words. */
  readonly problem?: string;
  readonly allNamespaces: boolean;
  readonly selector: string;
  readonly color: string;
  readonly watch: boolean;
}

/** `sim tree`: an object and everything that it owns, as the kubectl plug-in of this name shows it. */
export function tree(ours: Ours): Command {
  return defineCommand({
    name: 'tree',
    usage: 'tree KIND NAME [-n NAMESPACE] [-A] [--watch]',
    short: 'Show an object and everything that it owns',
    examples: [
      '# A deployment with its replica sets and pods',
      'sim tree deployment web',
      '',
      '# The same, drawn again as it changes',
      'sim tree deploy/web --watch',
    ],
    flags,
    complete: (args, given): TreeOptions => ({ ...given, ...namedBy(args) }),
    run: (options, context) => run(options, context, ours),
  });
}

function namedBy(args: readonly string[]): Pick<TreeOptions, 'kind' | 'name' | 'problem'> {
  const wrong = (problem: string) => ({ kind: '', name: '', problem });
  if (args.length === 0 || args.length > 2)
    return wrong(`accepts between 1 and 2 arg(s), received ${args.length}`);
  const [kind = '', name, ...rest] = args.length === 2 ? args : (args[0] ?? '').split('/');
  if (name === undefined) return wrong('specify the kubernetes object in KIND NAME or KIND/NAME form');
  if (rest.length > 0) return wrong('arguments in KIND/NAME form may not have more than one slash');
  return { kind, name };
}

async function run(options: TreeOptions, context: Context, ours: Ours): Promise<ExitCode> {
  if (options.problem !== undefined) fail(options.problem, context);
  const { color } = options;
  if (color !== 'auto' && color !== 'always' && color !== 'never') fail('invalid value for --color', context);
  const paint = await paintFor(ours.host, color as ColourWish);
  if (options.watch) return watch(options, context, ours, paint);
  context.out.write(await treeText(options, context, paint));
  return 0;
}

/** kubectl-tree's way to say what went wrong. */
function fail(problem: string, { err }: Context): never {
  err.line(`Error: ${problem}`);
  throw new Exit(1);
}

const NOTHING = 'No resources are owned by this object through ownerReferences.\n';

async function treeText(options: TreeOptions, context: Context, paint: Paint): Promise<string> {
  const root = await rootObject(options, context);
  const owned = await ownedObjects(context, options);
  if ((owned.get(root.metadata.uid) ?? []).length === 0) return NOTHING;
  return drawTree(root, owned, context.transport.now(), paint);
}

async function rootObject({ kind, name }: TreeOptions, context: Context): Promise<KubeObject> {
  const mapping = await resourceNamed(kind, context);
  try {
    return await fetchObject<KubeObject>(
      context,
      'GET',
      resourcePath(mapping, context.config.namespace, name),
    );
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return fail(`failed to get ${kind}/${name}: ${error.status.message ?? ''}`, context);
  }
}

const CLEAR = '\u001b[H\u001b[2J';

/** On a terminal the tree stands still and changes; elsewhere every tree follows the one before, when it differs. */
async function watch(options: TreeOptions, context: Context, ours: Ours, paint: Paint): Promise<ExitCode> {
  let last = '';
  const { isTerminal } = ours.host;
  await redraw(ours, async () => {
    const text = await treeText(options, context, paint);
    const seen = isTerminal ? text : withoutAges(text);
    if (seen === last) return 'go on';
    context.out.write(isTerminal ? CLEAR + text : `${last === '' ? '' : '\n'}${text}`);
    last = seen;
    return 'go on';
  });
  return 0;
}

const withoutAges = (text: string): string => text.replace(/ {2}\S+ *$/gm, '');
