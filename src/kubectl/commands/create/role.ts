import { compareText } from '../../../machinery/json.ts';
import { CommandError, type Context, UsageError } from '../../command.ts';
import { NoResourceMatch } from '../../errors.ts';
import { array, type Flag, list } from '../../flags.ts';
import { mapperOf } from '../../resources/mapper.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

const GROUP = 'rbac.authorization.k8s.io';

const ruleFlags = {
  resource: list('resource', { help: 'Resource the rule is about.' }),
  resourceName: array('resource-name', { help: 'Object the rule is about; may be repeated.' }),
  verb: list('verb', { help: 'Verb the rule allows.' }),
};

interface Rule {
  readonly verbs: readonly string[];
  readonly resources: readonly Resource[];
  readonly resourceNames: readonly string[];
  readonly nonResourceUrls: readonly string[];
}
interface Resource {
  readonly resource: string;
  readonly group: string;
  readonly subresource: string;
}

/** `kubectl create role`. */
export const createRole = defineGenerator({
  name: 'role',
  usage:
    'role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] ' +
    '[--dry-run=server|client|none]',
  short: 'Create a role with single rule',
  examples: ['kubectl create role pod-reader --verb=get,list,watch --resource=pods,pods/status'],
  flags: ruleFlags,
  complete: (given, name) => {
    const rule = ruleOf(given, []);
    if (name === '') throw new UsageError('name must be specified');
    if (rule.verbs.length === 0) throw new UsageError('at least one verb must be specified');
    if (rule.resources.length === 0) throw new UsageError('at least one resource must be specified');
    return rule;
  },
  generate: async (rule, naming, context) =>
    newObject(`${GROUP}/v1`, 'Role', {
      metadata: newMetadata(naming),
      rules: await checkedRules(rule, context),
    }),
});

/** A map of strings, as `--aggregation-rule` takes it. */
const aggregationRule: Flag<Readonly<Record<string, string>>> = {
  name: 'aggregation-rule',
  shown: '',
  default: {},
  help: 'Labels of the cluster roles to put together: key=value.',
  parse: (text, previous) => ({ ...previous, ...Object.fromEntries(text.split(',').map(mapEntry)) }),
};

function mapEntry(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at < 0) throw new Error('malformed pair, expect string=string');
  return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

/** `kubectl create clusterrole`. */
export const createClusterRole = defineGenerator({
  name: 'clusterrole',
  usage:
    'clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] ' +
    '[--dry-run=server|client|none]',
  short: 'Create a cluster role',
  examples: [
    'kubectl create clusterrole pod-reader --verb=get,list,watch --resource=pods',
    'kubectl create clusterrole health --verb=get --non-resource-url=/healthz',
  ],
  flags: {
    ...ruleFlags,
    aggregationRule,
    nonResourceUrl: list('non-resource-url', { help: 'Path the rule is about.' }),
  },
  complete: (given, name) => {
    const rule = ruleOf(given, distinct(given.nonResourceUrl));
    const aggregation = given.aggregationRule;
    if (name === '') throw new UsageError('name must be specified');
    if (Object.keys(aggregation).length > 0) refuseRule(rule);
    else refuseClusterRule(rule);
    return { rule, aggregation };
  },
  generate: async ({ rule, aggregation }, { name }, context) => {
    const metadata = newMetadata({ name, namespace: undefined });
    if (Object.keys(aggregation).length === 0) {
      return newObject(`${GROUP}/v1`, 'ClusterRole', { metadata, rules: await checkedRules(rule, context) });
    }
    const aggregationSelectors = { clusterRoleSelectors: [{ matchLabels: aggregation }] };
    return newObject(`${GROUP}/v1`, 'ClusterRole', {
      metadata,
      rules: null,
      aggregationRule: aggregationSelectors,
    });
  },
});

function refuseRule({ verbs, resources, resourceNames, nonResourceUrls }: Rule): void {
  if ([verbs, resources, resourceNames, nonResourceUrls].some((part) => part.length > 0)) {
    throw new UsageError(
      'aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames',
    );
  }
}

const URL_VERBS = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options'];

function refuseClusterRule({ verbs, resources, nonResourceUrls }: Rule): void {
  if (verbs.length === 0) throw new UsageError('at least one verb must be specified');
  if (resources.length === 0 && nonResourceUrls.length === 0) {
    throw new UsageError('one of resource or nonResourceURL must be specified');
  }
  if (nonResourceUrls.length === 0) return;
  const strange = verbs.find((verb) => !URL_VERBS.includes(verb));
  if (strange !== undefined) throw new UsageError(`invalid verb: '${strange}' for nonResourceURL`);
  for (const url of nonResourceUrls) {
    if (url === '*') continue;
    if (!url.startsWith('/')) throw new UsageError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*')) {
      throw new UsageError("nonResourceURL only supports wildcard matches when '*' is at the end");
    }
  }
}

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)];

function ruleOf(
  given: {
    readonly verb: readonly string[];
    readonly resource: readonly string[];
    readonly resourceName: readonly string[];
  },
  nonResourceUrls: readonly string[],
): Rule {
  const resources = given.resource.map(resourceOf);
  const everything = given.resource.indexOf('*');
  return {
    verbs: given.verb.includes('*') ? ['*'] : distinct(given.verb),
    resources: everything < 0 ? resources : resources.slice(everything, everything + 1),
    resourceNames: distinct(given.resourceName),
    nonResourceUrls,
  };
}

/** `deployments.apps/scale`. */
function resourceOf(word: string): Resource {
  const [type = '', ...rest] = word.split('/');
  const [resource = '', ...group] = type.split('.');
  return { resource, group: group.join('.'), subresource: rest.join('/') };
}

const VERBS =
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate'.split(
    ' ',
  );

const ROLES = ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'];
/** Verbs that only go with these resources. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: ROLES,
  escalate: ROLES,
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
};

/** Rules by group; resources get the names and groups the server knows them by. */
async function checkedRules(rule: Rule, context: Context) {
  if (rule.resources.length > 0) {
    for (const verb of rule.verbs) {
      if (!VERBS.includes(verb)) context.err.line(`Warning: '${verb}' is not a standard resource verb`);
    }
  }
  const groups = new Map<string, string[]>();
  let checking = true;
  for (const asked of rule.resources) {
    if (asked.resource === '')
      throw new CommandError('resource must be specified if apiGroup/subresource specified');
    checking &&= asked.resource !== '*';
    const known = await knownResource(asked, rule.verbs, checking, context);
    const name = asked.subresource === '' ? known.resource : `${known.resource}/${asked.subresource}`;
    const names = groups.get(known.group) ?? [];
    groups.set(known.group, names.includes(name) ? names : [...names, name]);
  }
  const { verbs, resourceNames, nonResourceUrls } = rule;
  const named = [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([group, resources]) => ({
      verbs,
      apiGroups: [group],
      resources,
      ...(resourceNames.length === 0 ? {} : { resourceNames }),
    }));
  return [...named, ...(nonResourceUrls.length === 0 ? [] : [{ verbs, nonResourceURLs: nonResourceUrls }])];
}

async function knownResource(asked: Resource, verbs: readonly string[], checking: boolean, context: Context) {
  const { resource, group } = asked;
  const found = await mapperOf(context)
    .forWord(group === '' ? resource : `${resource}.${group}`)
    .catch(() => undefined);
  const known = found ?? asked;
  if (!checking) return known;
  const special = verbs.filter((verb) => SPECIAL[verb] !== undefined);
  for (const verb of special) {
    if (SPECIAL[verb]?.includes(`${known.resource}.${known.group}`)) continue;
    throw new CommandError(`can not perform '${verb}' on '${known.resource}' in group '${known.group}'`);
  }
  if (found === undefined && special.length === 0) throw new NoResourceMatch(resource, group);
  return known;
}
