import { patchObject } from '../../change.ts';
import { CommandError, type Context, defineCommand } from '../../command.ts';
import { asError } from '../../errors.ts';
import { type DryRun, dryRunFlags, dryRunOf, dryRunSuffix, printFlags } from '../../flag-groups.ts';
import { integer } from '../../flags.ts';
import { plainPage } from '../../kinds/page.ts';
import { describePodTemplate } from '../../kinds/pod-template/template.ts';
import { revisionNotFound } from '../../kinds/rollout-face.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { resultPrinter } from '../../output/printer.ts';
import { fetchRelated } from '../../related.ts';
import type { Info } from '../../resources/selection.ts';
import { noFace } from './history.ts';
import { groupKind, selectTargets, targetFlags, targetsOf } from './targets.ts';

const flags = {
  ...targetFlags('roll back'),
  ...printFlags,
  ...dryRunFlags,
  toRevision: integer('to-revision', { help: 'The revision to go back to. 0 is the one before the newest.' }),
};

/** `kubectl rollout undo`: K-5, K-6. */
export const undo = defineCommand({
  name: 'undo',
  usage: 'undo (TYPE NAME | TYPE/NAME) [flags]',
  short: 'Undo a previous rollout',
  long: 'Roll back to a previous rollout.',
  examples: [
    '# Back to the revision before',
    'kubectl rollout undo deployment/web',
    '',
    '# Back to a certain one',
    'kubectl rollout undo daemonset/agent --to-revision=3',
  ],
  flags,
  complete: (args, given, invocation) => {
    const dryRun = dryRunOf(given.dryRun);
    return { ...given, ...targetsOf(args, given, invocation), dryRun };
  },
  run: async (options, context) => {
    const selection = await selectTargets(context, options);
    await selection.visit(async (info) => {
      if (info.object === undefined) return;
      const result = await rollBack(info, options.toRevision, options.dryRun, context);
      const print = await resultPrinter(options, `${result}${dryRunSuffix(options.dryRun)}`, context.files);
      context.out.write(print(info.object));
    });
    return 0;
  },
});

/** Goes back and says what came of it. */
async function rollBack(info: Info, revision: number, dryRun: DryRun, context: Context): Promise<string> {
  const face = rolloutFaceOf(info.mapping.kind, info.mapping.group);
  if (face === undefined) {
    const shown = groupKind(info.mapping);
    throw new CommandError(
      noFace(info.mapping.kind, shown, ['error retrieving rollbacker', 'no rollbacker']),
    );
  }
  if (revision < 0) throw revisionNotFound(revision);
  const object = info.object as Parameters<typeof face.revisions>[0];
  const related = await fetchRelated(context, { kept: face.historyQuery(object) }, 0);
  const target = face.target(object, related.list('kept'), revision);
  if (dryRun === 'client') {
    return face.dryRunPrefix + plainPage((page) => describePodTemplate(page, target.template));
  }
  const rollback = face.rollback(object, target);
  if (rollback.type === 'already there') {
    return `skipped rollback (current template already matches revision ${revision})`;
  }
  try {
    await patchObject(context, info, rollback.format, rollback.patch, { dryRun });
  } catch (error) {
    throw new CommandError(`failed restoring revision ${revision}: ${asError(error).message}`);
  }
  return 'rolled back';
}
