import type { Node } from '../../../kinds/core/node/types.ts';
import { parseSelector } from '../../../machinery/labels.ts';
import { patchObject } from '../../change.ts';
import { type Context, type Invocation, UsageError } from '../../command.ts';
import { asError } from '../../errors.ts';
import { type DryRun, dryRunSuffix } from '../../flag-groups.ts';
import { nameLines } from '../../output/name.ts';
import { select } from '../../resources/builder.ts';
import type { Info } from '../../resources/selection.ts';

/** Nodes by name or by selector, for cordon, uncordon and drain. */
export interface NodeChoice {
  readonly names: readonly string[];
  readonly selector: string;
  readonly dryRun: DryRun;
}

/** Refuses to work on nothing, and on names and a selector at once. */
export function refuseChoice(
  args: readonly string[],
  selector: string,
  usage: string,
  invocation: Invocation,
): void {
  if (args.length === 0 && !invocation.given('selector'))
    throw new UsageError(`USAGE: ${usage} [flags]`, 'examples');
  if (args.length > 0 && selector !== '') {
    throw new UsageError('cannot specify both a node name and a --selector option', 'examples');
  }
}

export function refusePodSelector(selector: string): void {
  try {
    parseSelector(selector);
  } catch {
    throw new UsageError('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

export async function selectNodes(
  context: Context,
  { names, selector }: NodeChoice,
): Promise<readonly Info[]> {
  const args = selector === '' ? ['nodes', ...names] : ['nodes'];
  const { infos, error } = await (await select(context, { args, selector, singleType: true })).infos();
  if (error !== undefined) throw error;
  return infos;
}

/** Marks the nodes; one that cannot be marked does not keep the others from it. */
export async function mark(
  context: Context,
  nodes: readonly Info[],
  wanted: 'unschedulable' | 'schedulable',
  dryRun: DryRun,
): Promise<void> {
  const word = wanted === 'unschedulable' ? 'cordon' : 'uncordon';
  for (const info of nodes) {
    if (info.object === undefined) continue;
    const { spec } = info.object as Node;
    const done = (spec?.unschedulable ?? false) === (wanted === 'unschedulable');
    try {
      if (!done && dryRun !== 'client') {
        const patch = { spec: { unschedulable: wanted === 'unschedulable' ? true : null } };
        await patchObject(context, info, 'strategic', patch, { dryRun });
      }
      const operation = `${done ? 'already ' : ''}${word}ed${dryRunSuffix(dryRun)}`;
      context.out.write(nameLines(info.object, operation));
    } catch (error) {
      context.err.line(
        `error: unable to ${word} node ${JSON.stringify(info.name)}: ${asError(error).message}`,
      );
    }
  }
}
