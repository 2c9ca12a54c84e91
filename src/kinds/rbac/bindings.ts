import { ageColumn, column, nameColumn, wideColumn } from '../columns.ts';
import type { Column } from '../kind.ts';
import type { RoleBinding, Subject } from './types.ts';
import { RBAC } from './validation.ts';

/** SetDefaults_RoleBinding and SetDefaults_Subject. */
export function defaultBinding<T extends RoleBinding>(binding: T): T {
  const { roleRef, subjects } = binding;
  return {
    ...binding,
    roleRef: { ...roleRef, apiGroup: roleRef?.apiGroup || RBAC },
    ...(subjects === undefined ? {} : { subjects: subjects.map(defaultSubject) }),
  };
}

const isOf = ({ kind }: Subject, wanted: string): boolean => kind === wanted;

function defaultSubject(subject: Subject): Subject {
  const isOurs = isOf(subject, 'User') || isOf(subject, 'Group');
  return isOurs && !subject.apiGroup ? { ...subject, apiGroup: RBAC } : subject;
}

export const bindingColumns: readonly Column<RoleBinding>[] = [
  nameColumn,
  column('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  ageColumn,
  wideColumn('Users', (binding) => subjectsCell(binding, 'User', ({ name }) => name)),
  wideColumn('Groups', (binding) => subjectsCell(binding, 'Group', ({ name }) => name)),
  wideColumn('ServiceAccounts', (binding) =>
    subjectsCell(binding, 'ServiceAccount', ({ name, namespace }) => `${namespace ?? ''}/${name}`),
  ),
];

function subjectsCell(
  { subjects = [] }: RoleBinding,
  kind: string,
  shown: (subject: Subject) => string,
): string {
  return subjects
    .filter((subject) => isOf(subject, kind))
    .map(shown)
    .join(', ');
}
