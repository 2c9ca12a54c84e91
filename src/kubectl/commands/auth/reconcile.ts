import { defineCommand, UsageError } from '../../command.ts';
import { dryRunFlags, dryRunOf, filenameFlags, fileOptions, printFlags } from '../../flag-groups.ts';
import { bool } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import { select } from '../../resources/builder.ts';
import { groupOf } from '../../resources/object.ts';
import { type Outcome, RBAC_GROUP, reconcileBinding, reconcileRole } from './reconcile/run.ts';
import { inStructOrder } from './reconcile/struct-order.ts';
import { outcomeLines } from './reconcile/told.ts';

/** `kubectl auth reconcile`. */
export const reconcile = defineCommand({
  name: 'reconcile',
  usage: 'reconcile -f FILENAME',
  short: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  long:
    'Bring roles and bindings to what manifests say: what they allow is compared, not how it is written down.\n\n' +
    ' What is missing is made, a namespace too. What roles allow beyond the manifest is kept, and so are further subjects, unless flags say otherwise.',
  examples: ['# The roles and bindings of a file', 'kubectl auth reconcile -f my-rbac-rules.yaml'],
  flags: {
    ...printFlags,
    ...filenameFlags('identifying the resource to reconcile.'),
    ...dryRunFlags,
    removeExtraPermissions: bool('remove-extra-permissions', {
      help: 'Take away what the manifest does not allow.',
    }),
    removeExtraSubjects: bool('remove-extra-subjects', {
      help: 'Take away subjects that the manifest does not name.',
    }),
  },
  complete: (args, given, invocation) => {
    if (given.filename.length === 0 && given.kustomize === '')
      throw new UsageError('must specify one of -f and -k');
    if (args.length > 0) throw new UsageError('no arguments are allowed');
    const dryRun = dryRunOf(given.dryRun);
    if (dryRun === 'server')
      throw new UsageError('--dry-run=server for command reconcile is not supported yet');
    return { ...given, isTrial: dryRun === 'client', enforceNamespace: invocation.given('namespace') };
  },
  run: async (options, context) => {
    const print = await resultPrinter(
      options,
      `reconciled${options.isTrial ? ' (dry run)' : ''}`,
      context.files,
      'given',
    );
    const selection = await select(context, {
      files: fileOptions(options),
      enforceNamespace: options.enforceNamespace,
      continueOnError: true,
      local: true,
    });
    await selection.visit(async ({ object }) => {
      if (object === undefined || groupOf(object.apiVersion) !== RBAC_GROUP) return;
      const version = object.apiVersion.slice(RBAC_GROUP.length + 1);
      if (version !== 'v1')
        throw new Error(`only ${RBAC_GROUP}/v1 is supported: not *${version}.${object.kind}`);
      const run = object.kind.endsWith('Binding') ? reconcileBinding : reconcileRole;
      const outcome: Outcome = await run(context, object, options);
      context.out.write(print(inStructOrder(outcome.object)));
      for (const line of outcomeLines(outcome, options)) context.err.line(line);
    });
    return 0;
  },
});
