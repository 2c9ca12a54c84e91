import { CommandError, type Context, defineCommand, UsageError } from '../../command.ts';
import { printFlags } from '../../flag-groups.ts';
import { integer } from '../../flags.ts';
import { describePage, plainPage } from '../../kinds/page.ts';
import { describePodTemplate } from '../../kinds/pod-template/template.ts';
import type { Revision } from '../../kinds/rollout-face.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { resultPrinter } from '../../output/printer.ts';
import { fetchRelated } from '../../related.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import { groupKind, selectTargets, targetFlags, targetsOf } from './targets.ts';

const flags = {
  ...targetFlags('look at'),
  ...printFlags,
  revision: integer('revision', { help: 'Show this revision with its pod template.' }),
};

/** `kubectl rollout history`: K-4. */
export const history = defineCommand({
  name: 'history',
  usage: 'history (TYPE NAME | TYPE/NAME) [flags]',
  short: 'View rollout history',
  long: 'View previous rollout revisions and configurations.',
  examples: [
    '# All revisions of a deployment',
    'kubectl rollout history deployment/web',
    '',
    '# One of them in full',
    'kubectl rollout history daemonset/agent --revision=3',
  ],
  flags,
  complete: (args, given, invocation) => {
    const targets = targetsOf(args, given, invocation);
    if (given.revision < 0) throw new UsageError(`revision must be a positive integer: ${given.revision}`);
    return { ...given, ...targets, whole: invocation.given('output') };
  },
  run: async (options, context) => {
    const selection = await selectTargets(context, options);
    const print = await resultPrinter(options, '', context.files);
    await selection.visit(async (info) => {
      const revisions = await revisionsOf(info, context);
      if (options.whole) {
        for (const { object } of chosen(revisions, options.revision))
          context.out.write(print({ ...object } as AnyObject));
        return;
      }
      const title = options.revision > 0 ? `with revision #${options.revision}` : '';
      const operation = `${title}\n${historyText(revisions, options.revision)}`;
      const named = await resultPrinter(options, operation, context.files);
      if (info.object !== undefined) context.out.write(named(info.object));
    });
    return 0;
  },
});

async function revisionsOf({ mapping, object }: Info, context: Context): Promise<readonly Revision[]> {
  const face = rolloutFaceOf(mapping.kind, mapping.group);
  if (face === undefined) {
    throw new CommandError(
      noFace(mapping.kind, groupKind(mapping), ['error retrieving history', 'no history viewer']),
    );
  }
  const workload = object as Parameters<typeof face.revisions>[0];
  const related = await fetchRelated(context, { kept: face.historyQuery(workload) }, 0);
  return face.revisions(workload, related.list('kept'));
}

/** Kinds that have pods but no history are told apart from all others. */
export function noFace(kind: string, shown: string, [error, none]: readonly [string, string]): string {
  const known = ['Job', 'Pod', 'ReplicaSet', 'ReplicationController', 'CronJob'].includes(kind);
  const quoted = JSON.stringify(shown);
  return known
    ? `${none} has been implemented for ${quoted}`
    : `${error} for ${quoted}, no visitor method exists for {${groupOf(shown)} ${kind}}`;
}

const groupOf = (shown: string): string => shown.split('.').slice(1).join('.');

function chosen(revisions: readonly Revision[], revision: number): readonly Revision[] {
  if (revision === 0) return revisions;
  const found = revisions.filter(({ number }) => number === revision);
  if (found.length === 0) throw new CommandError('unable to find the specified revision');
  return found;
}

function historyText(revisions: readonly Revision[], revision: number): string {
  if (revisions.length === 0) return 'No rollout history found.';
  if (revision > 0) {
    const [one] = chosen(revisions, revision);
    return plainPage((page) => describePodTemplate(page, one?.template));
  }
  return describePage((page) => {
    page.line(0, 'REVISION\tCHANGE-CAUSE');
    for (const { number, cause } of revisions) page.line(0, `${number}\t${cause === '' ? '<none>' : cause}`);
  });
}
