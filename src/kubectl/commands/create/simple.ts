import { parseIntOrString } from '../../../machinery/int-or-string.ts';
import { type LabelSelector, labelSelectorFrom, parseSelector } from '../../../machinery/labels.ts';
import { storedQuantity } from '../../../machinery/quantity.ts';
import { UsageError } from '../../command.ts';
import { locally } from '../../errors.ts';
import { bool, integer, text } from '../../flags.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

// Kinds that take little more than a name.

/** `kubectl create namespace`. */
export const createNamespace = defineGenerator({
  name: 'namespace',
  aliases: ['ns'],
  usage: 'namespace NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  examples: ['kubectl create namespace shop'],
  flags: {},
  complete: (_given, name) => refuseEmpty(name),
  generate: (_options, { name }) =>
    newObject('v1', 'Namespace', {
      metadata: newMetadata({ name, namespace: undefined }),
      spec: {},
      status: {},
    }),
});

/** `kubectl create serviceaccount`. */
export const createServiceAccount = defineGenerator({
  name: 'serviceaccount',
  aliases: ['sa'],
  usage: 'serviceaccount NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  examples: ['kubectl create serviceaccount robot'],
  flags: {},
  complete: (_given, name) => refuseEmpty(name),
  generate: (_options, naming) => newObject('v1', 'ServiceAccount', { metadata: newMetadata(naming) }),
  failure: () => 'failed to create serviceaccount:',
});

/** `kubectl create priorityclass`. */
export const createPriorityClass = defineGenerator({
  name: 'priorityclass',
  aliases: ['pc'],
  usage: 'priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  examples: ['kubectl create priorityclass high --value=1000 --description="runs first"'],
  flags: {
    description: text('description', { help: 'What the class is for, in words.' }),
    globalDefault: bool('global-default', { help: 'Pods without a class get this one.' }),
    preemptionPolicy: text('preemption-policy', {
      default: 'PreemptLowerPriority',
      help: 'Whether pods of lower priority may be pushed out.',
    }),
    value: integer('value', { help: 'The priority.' }),
  },
  complete: (given) => given,
  generate: ({ value, globalDefault, description, preemptionPolicy }, { name }) =>
    newObject('scheduling.k8s.io/v1', 'PriorityClass', {
      metadata: newMetadata({ name, namespace: undefined }),
      value,
      ...(globalDefault ? { globalDefault } : {}),
      ...(description === '' ? {} : { description }),
      preemptionPolicy,
    }),
  failure: () => 'failed to create priorityclass:',
});

/** `kubectl create poddisruptionbudget`. */
export const createPodDisruptionBudget = defineGenerator({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  usage: 'poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  short: 'Create a pod disruption budget with the specified name',
  examples: ['kubectl create poddisruptionbudget web --selector=app=web --min-available=50%'],
  flags: {
    maxUnavailable: text('max-unavailable', { help: 'How many pods, or what part of them, may be missing.' }),
    minAvailable: text('min-available', { help: 'How many pods, or what part of them, must be there.' }),
    selector: text('selector', { help: 'Label selector of the pods.' }),
  },
  complete: ({ maxUnavailable, minAvailable, selector }, name) => {
    refuseEmpty(name);
    if (selector === '') throw new UsageError('a selector must be specified');
    if (maxUnavailable === '' && minAvailable === '') {
      throw new UsageError('one of min-available or max-unavailable must be specified');
    }
    if (maxUnavailable !== '' && minAvailable !== '') {
      throw new UsageError('min-available and max-unavailable cannot be both specified');
    }
    const bound = minAvailable === '' ? 'max-unavailable' : 'min-available';
    const amount = minAvailable === '' ? maxUnavailable : minAvailable;
    if (!/^[0-9]+%?$/.test(amount)) throw new UsageError(`invalid format specified for ${bound}`);
    return { bound, amount: parseIntOrString(amount), selector };
  },
  generate: ({ bound, amount, selector }, naming) =>
    newObject('policy/v1', 'PodDisruptionBudget', {
      metadata: newMetadata(naming),
      spec: {
        ...(bound === 'min-available' ? { minAvailable: amount } : {}),
        selector: matchLabels(selector),
        ...(bound === 'max-unavailable' ? { maxUnavailable: amount } : {}),
      },
      status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
    }),
  failure: () => 'failed to create poddisruptionbudgets:',
});

function matchLabels(selector: string): LabelSelector {
  locally(() => parseSelector(selector), `couldn't parse the selector string ${JSON.stringify(selector)}: `);
  return locally(() => labelSelectorFrom(selector));
}

/** `kubectl create quota`. */
export const createQuota = defineGenerator({
  name: 'quota',
  aliases: ['resourcequota'],
  usage:
    'quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  examples: [
    'kubectl create quota small --hard=cpu=1,memory=1G,pods=2',
    'kubectl create quota rest --hard=pods=100 --scopes=BestEffort',
  ],
  flags: {
    hard: text('hard', { help: 'resource=quantity pairs, comma-separated: the limits.' }),
    scopes: text('scopes', { help: 'Scopes that all must fit what is counted, comma-separated.' }),
  },
  complete: ({ hard, scopes }, name) => {
    refuseEmpty(name);
    return { hard, scopes };
  },
  generate: ({ hard, scopes }, naming) =>
    newObject('v1', 'ResourceQuota', {
      metadata: newMetadata(naming),
      spec: {
        ...(hard === '' ? {} : { hard: limits(hard) }),
        ...(scopes === '' ? {} : { scopes: scopeNames(scopes) }),
      },
      status: {},
    }),
  failure: () => 'failed to create quota:',
});

function limits(hard: string): Readonly<Record<string, string>> {
  const pairs = hard.split(',').map((statement) => {
    const [resource = '', amount, ...more] = statement.split('=');
    if (amount === undefined || more.length > 0) {
      throw new UsageError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    }
    return [resource, locally(() => storedQuantity(amount))] as const;
  });
  return Object.fromEntries(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function scopeNames(scopes: string): readonly string[] {
  const names = scopes.split(',');
  if (names.includes('')) throw new UsageError('invalid resource quota scope ""');
  return names;
}

function refuseEmpty(name: string): void {
  if (name === '') throw new UsageError('name must be specified');
}
