import type { PolicyRule, Subject } from '../../kinds/rbac/types.ts';

/** A role as the lists beside this file write it down. */
export interface NotedRole {
  readonly namespace: string;
  readonly name: string;
  /** Which roles take its rules in. */
  readonly goesTo: readonly string[];
  /** As which role it takes in the rules of others. */
  readonly gathers: string | undefined;
  readonly rules: readonly PolicyRule[];
}

export interface NotedBinding {
  readonly namespace: string;
  readonly name: string;
  readonly role: string;
  readonly subjects: readonly Subject[];
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** Reads a list of roles: a line a role, and below it a line a rule. */
export function notedRoles(text: string): readonly NotedRole[] {
  const roles: (NotedRole & { readonly rules: PolicyRule[] })[] = [];
  for (const line of lines(text)) {
    if (line.startsWith(' ')) roles.at(-1)?.rules.push(ruleOf(line.trim()));
    else roles.push({ ...titleOf(line), rules: [] });
  }
  return roles;
}

function titleOf(line: string): Omit<NotedRole, 'rules'> {
  const [title = '', ...marks] = line.split(' ');
  const marked = (sign: string): readonly string[] =>
    marks.filter((mark) => mark.startsWith(sign)).map((mark) => mark.slice(1));
  return { ...placeOf(title), goesTo: marked('>'), gathers: marked('<')[0] };
}

/** `kube-system/name`, or a name alone. */
function placeOf(title: string): { readonly namespace: string; readonly name: string } {
  const slash = title.indexOf('/');
  return { namespace: title.slice(0, Math.max(slash, 0)), name: title.slice(slash + 1) };
}

const VERBS: Readonly<Record<string, string>> = {
  read: 'get,list,watch',
  write: 'create,delete,deletecollection,patch,update',
  'read+write': 'create,delete,deletecollection,get,list,patch,update,watch',
};

function ruleOf(line: string): PolicyRule {
  const [verbs = '', first = '', resources, names] = line.split(' ');
  const list = (VERBS[verbs] ?? verbs).split(',');
  if (resources === undefined) return { verbs: list, nonResourceURLs: first.split(',') };
  return {
    verbs: list,
    apiGroups: first.split(',').map((group) => (group === 'core' ? '' : group)),
    resources: resources.split(','),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
}

/** Reads a list of bindings: `name [role] : subjects`. */
export function notedBindings(text: string): readonly NotedBinding[] {
  return lines(text).map((line) => {
    const [title = '', subjects = ''] = line.split(' :');
    const [place = '', role] = title.split(' ');
    const { namespace, name } = placeOf(place);
    return { namespace, name, role: role ?? name, subjects: subjectsOf(subjects) };
  });
}

const subjectsOf = (text: string): readonly Subject[] =>
  text
    .split(';')
    .filter((subject) => subject !== '')
    .map((subject) => subjectOf(subject.trim()));

function subjectOf(text: string): Subject {
  const [kind = '', who = ''] = text.split(' ');
  if (kind === 'account') return { kind: 'ServiceAccount', ...placeOf(who) };
  return { apiGroup: 'rbac.authorization.k8s.io', kind: kind === 'user' ? 'User' : 'Group', name: who };
}
