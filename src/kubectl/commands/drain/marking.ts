import { defineCommand } from '../../command.ts';
import { dryRunFlags, dryRunOf, selectorFlags } from '../../flag-groups.ts';
import { mark, refuseChoice, selectNodes } from './nodes.ts';

// cordon and uncordon: the same command in two directions.

interface Marking {
  readonly name: 'cordon' | 'uncordon';
  readonly short: string;
  readonly wanted: 'unschedulable' | 'schedulable';
}

export const markingCommand = ({ name, short, wanted }: Marking) =>
  defineCommand({
    name,
    group: 'Cluster Management Commands:',
    usage: `${name} NODE`,
    short,
    examples: [`# ${short}`, `kubectl ${name} worker-1`],
    flags: { ...dryRunFlags, ...selectorFlags },
    complete: (names, given, invocation) => {
      refuseChoice(names, given.selector, `${name} NODE`, invocation);
      return { names, selector: given.selector, dryRun: dryRunOf(given.dryRun) };
    },
    run: async (options, context) => {
      await mark(context, await selectNodes(context, options), wanted, options.dryRun);
      return 0;
    },
  });
