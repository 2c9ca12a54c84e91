import {
  type FieldError,
  forbidden,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { dns1123Label, dns1123Subdomain } from '../../../machinery/names.ts';
import { showStrings } from '../../validation/go-values.ts';
import type { NonResourceRule, PolicyRules, ResourceRule, Subject } from './types.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const SUBJECT_KINDS = ['Group', 'ServiceAccount', 'User'];

/** ValidateFlowSchemaPolicyRulesWithSubjects. */
export function validateRules(rules: PolicyRules, field: string): readonly FieldError[] {
  const { resourceRules = [], nonResourceRules = [] } = rules;
  const subjects = rules.subjects ?? [];
  const none = resourceRules.length === 0 && nonResourceRules.length === 0;
  return [
    ...(subjects.length === 0
      ? [required(`${field}.subjects`, 'subjects must contain at least one value')]
      : []),
    ...subjects.flatMap((subject, i) => validateSubject(subject, `${field}.subjects[${i}]`)),
    ...(none
      ? [required(field, 'at least one of resourceRules and nonResourceRules has to be non-empty')]
      : []),
    ...resourceRules.flatMap((rule, i) => validateResourceRule(rule, `${field}.resourceRules[${i}]`)),
    ...nonResourceRules.flatMap((rule, i) =>
      validateNonResourceRule(rule, `${field}.nonResourceRules[${i}]`),
    ),
  ];
}

const MEMBERS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;

function validateSubject(subject: Subject, field: string): readonly FieldError[] {
  const own = MEMBERS[subject.kind as keyof typeof MEMBERS];
  if (own === undefined) return [unsupported(`${field}.kind`, subject.kind ?? '', SUBJECT_KINDS)];
  const others = (['serviceAccount', 'user', 'group'] as const).filter((name) => name !== own);
  return [
    ...validateOwn(subject, own, `${field}.${own}`),
    ...others.flatMap((name) => {
      const kind = name.charAt(0).toUpperCase() + name.slice(1);
      if (subject[name] === undefined) return [];
      return [forbidden(`${field}.${name}`, `${name} is forbidden when subject kind is not '${kind}'`)];
    }),
  ];
}

function validateOwn(
  subject: Subject,
  own: 'serviceAccount' | 'user' | 'group',
  field: string,
): readonly FieldError[] {
  const given = subject[own];
  if (given === undefined)
    return [required(field, `${own} is required when subject kind is '${subject.kind}'`)];
  const { name = '' } = given;
  const named = name === '' ? [required(`${field}.name`)] : [];
  if (own !== 'serviceAccount') return named;
  const { namespace = '' } = subject.serviceAccount ?? {};
  return [
    ...named,
    ...(name === '' || name === '*'
      ? []
      : dns1123Subdomain(name).map((text) => invalid(`${field}.name`, name, text))),
    ...(namespace === ''
      ? [required(`${field}.namespace`, 'must specify namespace for service account')]
      : dns1123Label(namespace).map((text) => invalid(`${field}.namespace`, namespace, text))),
  ];
}

const alone = (words: readonly string[], field: string, what: string): readonly FieldError[] =>
  words.length > 1 && words.includes('*')
    ? [invalidShown(field, showStrings(words), `if '*' is present, must not specify other ${what}`)]
    : [];

function validateVerbs(verbs: readonly string[], field: string): readonly FieldError[] {
  if (verbs.length === 0) return [required(field, 'verbs must contain at least one value')];
  if (verbs.includes('*')) return alone(verbs, field, 'verbs');
  if (verbs.every((verb) => VERBS.includes(verb))) return [];
  return [{ ...unsupported(field, verbs, VERBS), shown: showStrings(verbs) }];
}

/** What is required and yet not given is null. */
const given = ({ verbs, apiGroups, resources }: ResourceRule) => ({
  verbs: verbs ?? [],
  apiGroups: apiGroups ?? [],
  resources: resources ?? [],
});

function validateResourceRule(rule: ResourceRule, field: string): readonly FieldError[] {
  const { verbs, apiGroups, resources } = given(rule);
  const namespaces = rule.namespaces ?? [];
  const scoped = 'resource rules that are not cluster scoped must supply at least one namespace';
  return [
    ...validateVerbs(verbs, `${field}.verbs`),
    ...(apiGroups.length === 0
      ? [required(`${field}.apiGroups`, 'resource rules must supply at least one api group')]
      : alone(apiGroups, `${field}.apiGroups`, 'api groups')),
    ...(resources.length === 0
      ? [required(`${field}.resources`, 'resource rules must supply at least one resource')]
      : alone(resources, `${field}.resources`, 'resources')),
    ...(namespaces.length === 0 && rule.clusterScope !== true
      ? [required(`${field}.namespaces`, scoped)]
      : validateNamespaces(namespaces, `${field}.namespaces`)),
  ];
}

function validateNamespaces(namespaces: readonly string[], field: string): readonly FieldError[] {
  if (namespaces.includes('*')) return alone(namespaces, field, 'namespaces');
  const intro = "each member of this list must be '*' or a DNS-1123 label; ";
  return namespaces.flatMap((name, i) =>
    dns1123Label(name).map((text) => invalid(`${field}[${i}]`, name, intro + text)),
  );
}

function validateNonResourceRule(rule: NonResourceRule, field: string): readonly FieldError[] {
  const verbs = rule.verbs ?? [];
  const urls = rule.nonResourceURLs ?? [];
  const at = `${field}.nonResourceURLs`;
  return [
    ...validateVerbs(verbs, `${field}.verbs`),
    ...(urls.length === 0 ? [required(at, 'nonResourceURLs must contain at least one value')] : []),
    ...(urls.includes('*')
      ? alone(urls, at, 'non-resource URLs')
      : urls.flatMap((url, i) => {
          const fault = urlFault(url);
          return fault === undefined ? [] : [invalid(`${at}[${i}]`, url, fault)];
        })),
  ];
}

/** ValidateNonResourceURLPath. */
function urlFault(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (path === '/') return undefined;
  if (!path.startsWith('/')) return 'must start with slash';
  if (path.includes(' ')) return 'must not contain white-space';
  if (path.includes('//')) return 'must not contain double slash';
  const stars = path.split('*').length - 1;
  return stars > 1 || (stars === 1 && !path.endsWith('/*'))
    ? 'wildcard can only do suffix matching'
    : undefined;
}
