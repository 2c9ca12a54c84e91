import { equalJson } from '../../../machinery/json.ts';
import { defineCommand, type ExitCode } from '../../command.ts';
import { selectorFlags } from '../../flag-groups.ts';
import { array } from '../../flags.ts';
import { groupKind } from '../../kinds/group-kind.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import {
  LOCAL_AND_SERVER,
  type SettingOptions,
  selectToSet,
  setAll,
  settingFlags,
  settingOptions,
} from './changing.ts';

const RBAC = 'rbac.authorization.k8s.io';
const BINDINGS = new Set([`RoleBinding.${RBAC}`, `ClusterRoleBinding.${RBAC}`]);

interface SubjectOptions extends SettingOptions {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** `<namespace>:<name>`. */
  readonly accounts: readonly string[];
}

/** `kubectl set subject`. */
export const subject = defineCommand({
  name: 'subject',
  usage:
    'subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Update the user, group, or service account in a role binding or cluster role binding',
  long: 'Add users, groups or service accounts to a role binding or cluster role binding.',
  examples: [
    '# A service account for a cluster role binding',
    'kubectl set subject clusterrolebinding admin --serviceaccount=prod:robot',
    '',
    '# Two users and a group for a role binding',
    'kubectl set subject rolebinding admin --user=ann --user=bob --group=ops',
  ],
  flags: {
    ...settingFlags('subject'),
    ...selectorFlags,
    user: array('user', { help: 'User to bind to the role; may be given more than once.' }),
    group: array('group', { help: 'Group to bind to the role; may be given more than once.' }),
    serviceaccount: array('serviceaccount', {
      help: 'Service account to bind to the role, <namespace>:<name>; may be given more than once.',
    }),
  },
  complete: (args, given, invocation): SubjectOptions => ({
    ...settingOptions(args, given, invocation),
    users: given.user,
    groups: given.group,
    accounts: given.serviceaccount,
  }),
  run: async (options, context): Promise<ExitCode> => {
    const infos = await selectToSet(context, options);
    refuse(options, infos);
    const subjects = subjectsOf(options, context.config.namespace);
    const setting = {
      operation: 'subjects updated',
      refused: 'failed to patch subjects to rolebinding: ',
      unchanged: 'skipped',
      change: (object: AnyObject) => withSubjects(object, subjects),
    } as const;
    return setAll(infos, setting, options, context);
  },
});

function refuse(options: SubjectOptions, infos: readonly Info[]): void {
  const { local, dryRun, all, selector, users, groups, accounts } = options;
  if (local && dryRun === 'server') throw new Error(LOCAL_AND_SERVER);
  if (all && selector !== '') throw new Error('cannot set --all and --selector at the same time');
  if (users.length + groups.length + accounts.length === 0) {
    throw new Error('you must specify at least one value of user, group or serviceaccount');
  }
  for (const account of accounts) {
    const [namespace = '', name = '', ...more] = account.split(':');
    if (name === '' || more.length > 0) throw new Error('serviceaccount must be <namespace>:<name>');
    if (namespace === '' && infos.some(({ mapping }) => !mapping.namespaced)) {
      throw new Error('serviceaccount must be <namespace>:<name>, namespace must be specified');
    }
  }
}

interface Subject {
  readonly kind: string;
  readonly apiGroup?: string;
  readonly name: string;
  readonly namespace?: string;
}

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)].toSorted();

function subjectsOf({ users, groups, accounts }: SubjectOptions, fallback: string): readonly Subject[] {
  return [
    ...distinct(users).map((name) => ({ kind: 'User', apiGroup: RBAC, name })),
    ...distinct(groups).map((name) => ({ kind: 'Group', apiGroup: RBAC, name })),
    ...distinct(accounts).map((account) => {
      const [namespace = '', name = ''] = account.split(':');
      return { kind: 'ServiceAccount', name, namespace: namespace === '' ? fallback : namespace };
    }),
  ];
}

async function withSubjects(object: AnyObject, added: readonly Subject[]): Promise<AnyObject | undefined> {
  if (!BINDINGS.has(groupKind(object))) {
    throw new Error('setting subjects is only supported for RoleBinding/ClusterRoleBinding');
  }
  const subjects = Array.isArray(object['subjects']) ? (object['subjects'] as readonly unknown[]) : [];
  const missing = added.filter((one) => !subjects.some((other) => equalJson(one, other)));
  return missing.length === 0 ? undefined : { ...object, subjects: [...subjects, ...missing] };
}
