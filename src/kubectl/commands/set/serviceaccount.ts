import { isFields } from '../../../machinery/json.ts';
import { defineCommand, type ExitCode } from '../../command.ts';
import { recordFlags } from '../../flag-groups.ts';
import { podSpecPath, withValueAt } from '../../kinds/pod-specs.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import {
  LOCAL_AND_SERVER,
  type SettingOptions,
  selectToSet,
  setAll,
  settingFlags,
  settingOptions,
} from './changing.ts';

interface AccountOptions extends SettingOptions {
  readonly account: string;
}

/** `kubectl set serviceaccount`. */
export const serviceAccount = defineCommand({
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  short: 'Update the service account of a resource',
  long:
    'Update the service account of pod templates.\n\n' +
    ' Possible resources (case does not count):\n\n' +
    ' replicationcontroller (rc), deployment (deploy), daemonset (ds), job, replicaset (rs), statefulset',
  examples: [
    '# A deployment is to run as robot',
    'kubectl set serviceaccount deployment web robot',
    '',
    '# See what would come of a file',
    'kubectl set sa -f web.yaml robot --local --dry-run=client -o yaml',
  ],
  flags: { ...settingFlags('serviceaccount'), ...recordFlags },
  complete: (args, given, invocation): AccountOptions => {
    const options = settingOptions(args.slice(0, -1), given, invocation);
    if (options.local && options.dryRun === 'server') throw new Error(LOCAL_AND_SERVER);
    const account = args.at(-1);
    if (account === undefined) throw new Error('serviceaccount is required');
    return { ...options, account };
  },
  run: async (options, context): Promise<ExitCode> => {
    // Arguments are not refused with --local here: they are passed over.
    const infos = await selectToSet(context, options.local ? { ...options, args: [] } : options);
    const setting = {
      operation: 'serviceaccount updated',
      refused: 'failed to patch ServiceAccountName ',
      unchanged: 'sent',
      change: (object: AnyObject) => withAccount(object, options.account),
    } as const;
    return setAll(infos, setting, options, context);
  },
});

async function withAccount(object: AnyObject, account: string): Promise<AnyObject> {
  const path = podSpecPath(object);
  const spec = valueAt(object, ...path);
  return withValueAt(object, path, { ...(isFields(spec) ? spec : {}), serviceAccountName: account });
}
