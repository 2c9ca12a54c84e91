import type { Node, Taint } from '../../kinds/core/node/types.ts';
import { labelValue, qualifiedName } from '../../machinery/names.ts';
import { patchObject } from '../change.ts';
import { CommandError, defineCommand, UsageError } from '../command.ts';
import { throwAll } from '../errors.ts';
import {
  dryRunFlags,
  dryRunOf,
  fieldManagerFlags,
  printFlags,
  selectorFlags,
  validateFlags,
  validationOf,
} from '../flag-groups.ts';
import { bool } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { mapperOf } from '../resources/mapper.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Host, ResourceRequest } from '../resources/request.ts';

const flags = {
  ...printFlags,
  ...dryRunFlags,
  ...validateFlags,
  ...selectorFlags,
  ...fieldManagerFlags('kubectl-taint'),
  all: bool('all', { help: 'All nodes of the cluster.' }),
  overwrite: bool('overwrite', {
    help: 'Let taints that are there be overwritten; otherwise that is an error.',
  }),
};

/** `kubectl taint`. */
export const taint = defineCommand({
  name: 'taint',
  group: 'Cluster Management Commands:',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  short: 'Update the taints on one or more nodes',
  long:
    'Update the taints on one or more nodes. A taint is key=value:effect or key:effect; the effect is NoSchedule,\n' +
    ' PreferNoSchedule or NoExecute. A minus at the end removes: key:effect- one taint, key- all with the key.',
  examples: [
    '# Keep pods away that do not tolerate it',
    'kubectl taint nodes worker-1 dedicated=special:NoSchedule',
    '',
    '# Take all taints with the key away',
    'kubectl taint nodes worker-1 dedicated-',
  ],
  flags,
  complete: (args, given) => {
    const dryRun = dryRunOf(given.dryRun);
    const validation = validationOf(given.validate);
    const [resources, specs] = parted(args);
    if (resources.length < 1)
      throw new UsageError('one or more resources must be specified as <resource> <name>');
    if (specs.length < 1) throw new UsageError('at least one taint update is required');
    return { ...given, dryRun, validation, resources, changes: parseTaints(specs) };
  },
  run: async (options, context) => {
    await refuseOthers(context, options.resources[0] ?? '');
    refuseContradiction(options.changes);
    const selection = await select(context, requestFor(options));
    await selection.visit(async (info) => {
      if (info.object === undefined) return;
      const node = info.object as Node;
      const { operation, taints } = changed(node, options.changes, options.overwrite);
      const shown = { ...info.object, spec: { ...node.spec, taints } };
      const after: AnyObject =
        options.dryRun === 'client'
          ? shown
          : await patchObject(
              context,
              info,
              'strategic',
              { spec: { taints: taints.length === 0 ? null : taints } },
              options,
            );
      const print = await resultPrinter(options, operation, context.files);
      context.out.write(print(after));
    });
    return 0;
  },
});

interface Changes {
  readonly add: readonly Taint[];
  readonly remove: readonly RemovedTaint[];
}
interface RemovedTaint {
  readonly key: string;
  readonly effect: string;
}

/** What comes first names nodes; from the first taint on there are only taints. */
function parted(args: readonly string[]): readonly [readonly string[], readonly string[]] {
  const isTaint = (word: string): boolean => word.includes('=') || word.includes(':') || word.endsWith('-');
  const start = args.findIndex(isTaint);
  if (start < 0) return [args, []];
  const late = args.slice(start).find((word) => !isTaint(word));
  if (late !== undefined)
    throw new UsageError(`all resources must be specified before taint changes: ${late}`);
  return [args.slice(0, start), args.slice(start)];
}

function parseTaints(specs: readonly string[]): Changes {
  const add: Taint[] = [];
  const remove: RemovedTaint[] = [];
  for (const spec of specs) {
    if (spec.endsWith('-')) {
      remove.push(parseTaint(spec.slice(0, -1)));
      continue;
    }
    const { key, value, effect } = parseTaint(spec);
    if (effect === '') throw usage(`invalid taint spec: ${spec}`);
    if (add.some((other) => other.key === key && other.effect === effect)) {
      throw usage(`duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`);
    }
    add.push({ effect: effect as Taint['effect'], key, ...(value === '' ? {} : { value }) });
  }
  return { add, remove };
}

const usage = (message: string): UsageError => new UsageError(message, 'examples');

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

function parseTaint(spec: string): { readonly key: string; readonly value: string; readonly effect: string } {
  const [pair = '', effect, ...more] = spec.split(':');
  if (more.length > 0) throw usage(`invalid taint spec: ${spec}`);
  if (effect === undefined) return { key: checked(spec, pair, qualifiedName), value: '', effect: '' };
  if (!EFFECTS.includes(effect)) throw usage(`invalid taint effect: ${effect}, unsupported taint effect`);
  const [key = '', value = '', ...rest] = pair.split('=');
  if (rest.length > 0) throw usage(`invalid taint spec: ${spec}`);
  checked(spec, value, labelValue);
  return { key: checked(spec, key, qualifiedName), value, effect };
}

function checked(spec: string, word: string, rule: (word: string) => readonly string[]): string {
  const faults = rule(word);
  if (faults.length > 0) throw usage(`invalid taint spec: ${spec}, ${faults.join('; ')}`);
  return word;
}

async function refuseOthers(host: Host, word: string): Promise<void> {
  const type = word.toLowerCase();
  const mapping = await mapperOf(host).forWord(type);
  if (mapping.resource !== 'nodes') {
    throw new CommandError(`invalid resource type ${type}, only node types are supported`);
  }
}

function refuseContradiction({ add, remove }: Changes): void {
  const both = add.flatMap(({ key, effect }) =>
    remove.filter((one) => one.key === key && (one.effect === '' || one.effect === effect)),
  );
  if (both.length === 0) return;
  const told = both.map(({ key, effect }) => `${key}=${effect}`).join(', ');
  throw new CommandError(
    `can not both modify and remove the following taint(s) in the same command: ${told}`,
  );
}

interface Chosen {
  readonly resources: readonly string[];
  readonly all: boolean;
  readonly selector: string;
}

function requestFor({ resources, all, selector }: Chosen): ResourceRequest {
  if (all && selector !== '') {
    throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
  }
  const common = { continueOnError: true, latest: true };
  if (all) return { ...common, args: ['node'], all: true };
  if (selector !== '') return { ...common, args: ['node'], selector };
  if (resources.length < 2) {
    throw new CommandError("at least one resource name must be specified since 'all' parameter is not set");
  }
  return { ...common, args: ['node', ...resources.slice(1)] };
}

/** The node's new taints: the added ones first, then those that stay. */
function changed(
  { metadata, spec }: Node,
  { add, remove }: Changes,
  overwrite: boolean,
): { readonly operation: string; readonly taints: readonly Taint[] } {
  const old = spec?.taints ?? [];
  const same = (a: RemovedTaint, b: RemovedTaint): boolean => a.key === b.key && a.effect === b.effect;
  const there = add.filter((one) => old.some((other) => same(one, other))).map(({ key }) => key);
  if (!overwrite && there.length > 0) {
    throw new CommandError(
      `node ${metadata.name} already has ${there.join(',')} taint(s) with same effect(s) and --overwrite is false`,
    );
  }
  let taints = [...add, ...old.filter((one) => !add.some((other) => same(one, other)))];
  const added = taints.length !== old.length;
  let deleted = false;
  const missing: Error[] = [];
  for (const gone of remove) {
    const kept = taints.filter(
      (one) => one.key !== gone.key || (gone.effect !== '' && one.effect !== gone.effect),
    );
    deleted = kept.length !== taints.length;
    taints = kept;
    const told = gone.effect === '' ? gone.key : `${gone.key}:${gone.effect}`;
    if (!deleted) missing.push(new CommandError(`taint ${JSON.stringify(told)} not found`));
  }
  throwAll(missing);
  const operation = (added && deleted) || overwrite ? 'modified' : added ? 'tainted' : 'untainted';
  return { operation, taints };
}
