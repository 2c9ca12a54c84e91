import { isFields } from '../../../machinery/json.ts';
import { type Context, defineCommand, type ExitCode } from '../../command.ts';
import { asError } from '../../errors.ts';
import { selectorFlags } from '../../flag-groups.ts';
import { array, bool, list, text } from '../../flags.ts';
import { groupKind } from '../../kinds/group-kind.ts';
import { podSpecPath } from '../../kinds/pod-specs.ts';
import type { AnyObject } from '../../resources/object.ts';
import {
  type Container,
  changeContainers,
  LOCAL_AND_SERVER,
  type SettingOptions,
  selectToSet,
  setAll,
  settingFlags,
  settingOptions,
} from './changing.ts';
import {
  containerVariables,
  environmentArguments,
  parseVariables,
  refuseOverwrites,
  type Variable,
  type Variables,
  withVariables,
} from './env-arguments.ts';
import { sourceText, sourceValue } from './env-values.ts';

interface EnvOptions extends SettingOptions {
  /** `KEY=value` and `KEY-`, from arguments and from `-e`. */
  readonly words: readonly string[];
  /** Whether some came as arguments. */
  readonly told: boolean;
  readonly containers: string;
  readonly from: string;
  readonly prefix: string;
  readonly keys: readonly string[];
  readonly list: boolean;
  readonly resolve: boolean;
  readonly overwrite: boolean;
}

/** `kubectl set env`. */
export const env = defineCommand({
  name: 'env',
  usage: 'env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  short: 'Update environment variables on a pod template',
  long:
    'Update environment variables of pod templates: set them, take them away, list them, in all containers or in those\n' +
    ' that a wildcard picks. With "--env -" they are read from standard input, a KEY=value a line.\n\n' +
    ' Possible resources (case does not count):\n\n' +
    '  pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj),\n' +
    'replicaset (rs)',
  examples: [
    '# Set one, take one away',
    'kubectl set env deployment/web LEVEL=debug COLOR-',
    '',
    '# What is set now',
    'kubectl set env deployment/web --list',
    '',
    '# From a config map, with names of their own',
    'kubectl set env --from=configmap/settings --prefix=WEB_ deployment/web',
  ],
  flags: {
    ...settingFlags('env'),
    ...selectorFlags,
    containers: text('containers', {
      short: 'c',
      default: '*',
      help: 'Which containers of the pod templates; wildcards count.',
    }),
    env: array('env', { short: 'e', help: 'KEY=value to set in each container.' }),
    from: text('from', { help: 'Config map or secret whose keys become variables.' }),
    keys: list('keys', { help: 'Take only these keys from it.' }),
    list: bool('list', { help: 'Show the variables, changes included; nothing is changed.' }),
    overwrite: bool('overwrite', {
      default: true,
      help: 'Let a variable that is there get another value; otherwise that is an error.',
    }),
    prefix: text('prefix', { help: 'What the names of the variables begin with.' }),
    resolve: bool('resolve', { help: 'Show the values of references when listing.' }),
  },
  complete: (args, given, invocation): EnvOptions => {
    if (given.all && given.selector !== '') {
      throw new Error('cannot set --all and --selector at the same time');
    }
    const split = environmentArguments(args);
    if (split === undefined) {
      throw new Error(`all resources must be specified before environment changes: ${args.join(' ')}`);
    }
    const options = settingOptions(split.resources, given, invocation);
    const words = [...given.env, ...split.words];
    const { containers, from, prefix, keys, resolve, overwrite } = given;
    const all = {
      ...options,
      ...{ words, told: split.words.length > 0, containers, from, prefix, keys, resolve, overwrite },
      list: given.list,
    };
    refuse(all);
    return all;
  },
  run,
});

function refuse(options: EnvOptions): void {
  const { local, dryRun, files, args, keys, from, output } = options;
  if (local && dryRun === 'server') throw new Error(LOCAL_AND_SERVER);
  if (files.filenames.length === 0 && args.length === 0) {
    throw new Error('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (options.list && output !== '') throw new Error('--list and --output may not be specified together');
  if (keys.length > 0 && from === '') {
    throw new Error('when specifying --keys, a configmap or secret must be provided with --from');
  }
}

async function run(options: EnvOptions, context: Context): Promise<ExitCode> {
  const told = await parseVariables(options.words, () => context.stdin());
  const imported = options.from === '' ? [] : await importVariables(options, context);
  const set = [...told.set, ...imported].map((one) => ({ ...one, name: `${options.prefix}${one.name}` }));
  const variables: Variables = { set, remove: told.remove };
  const infos = await selectToSet(context, { ...options, args: options.local ? [] : options.args });
  if (options.list) {
    for (const { object } of infos)
      if (object !== undefined) await tryList(object, variables, options, context);
    return 0;
  }
  const setting = {
    operation: 'env updated',
    refused: 'failed to patch env update to pod template: ',
    unchanged: 'skipped',
    change: (object: AnyObject) => change(object, variables, options, context),
    patched: () => {
      if (set.length > 0 || options.told) return;
      throw new Error('at least one environment variable must be provided');
    },
  } as const;
  return setAll(infos, setting, options, context);
}

const REFERENCES: Readonly<Record<string, 'configMapKeyRef' | 'secretKeyRef'>> = {
  ConfigMap: 'configMapKeyRef',
  Secret: 'secretKeyRef',
};

async function importVariables(options: EnvOptions, context: Context): Promise<readonly Variable[]> {
  const infos = await selectToSet(context, { ...options, args: options.local ? [] : [options.from] });
  return infos.flatMap(({ object }) => {
    const reference = object === undefined ? undefined : REFERENCES[groupKind(object)];
    if (object === undefined || reference === undefined) {
      throw new Error('unsupported resource specified in --from');
    }
    const data = isFields(object['data']) ? object['data'] : {};
    const keys = Object.keys(data).filter((key) => options.keys.length === 0 || options.keys.includes(key));
    return keys.map((key) => ({
      name: variableName(key, context),
      valueFrom: { [reference]: { name: object.metadata.name ?? '', key } },
    }));
  });
}

function variableName(key: string, context: Context): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase();
  if (name !== key) context.err.line(`Warning: key ${key} transferred to ${name}`);
  return name;
}

async function change(
  object: AnyObject,
  variables: Variables,
  { containers, overwrite }: EnvOptions,
  context: Context,
): Promise<AnyObject> {
  const after = await changeContainers(object, containers, (container) => {
    if (!overwrite) refuseOverwrites(container, variables);
    return withVariables(container, variables);
  });
  if (after === undefined) warnNoContainers(object, containers, context);
  return after ?? object;
}

function warnNoContainers(object: AnyObject, pattern: string, { err }: Context): void {
  const name = `${object.kind}/${object.metadata.name ?? ''}`;
  err.line(`Warning: ${name} does not have any containers matching ${JSON.stringify(pattern)}`);
}

/** What goes wrong while listing is told, if at all, with the container it belongs to. */
async function tryList(
  object: AnyObject,
  variables: Variables,
  options: EnvOptions,
  context: Context,
): Promise<void> {
  const listed = async (container: Container): Promise<Container> => {
    if (!options.overwrite) refuseOverwrites(container, variables);
    const after = withVariables(container, variables);
    await tellVariables(object, after, options.resolve, context);
    return after;
  };
  try {
    podSpecPath(object);
    const found = await changeContainers(object, options.containers, listed);
    if (found === undefined) warnNoContainers(object, options.containers, context);
  } catch {
    // kubectl passes over it.
  }
}

async function tellVariables(
  object: AnyObject,
  container: Container,
  resolve: boolean,
  context: Context,
): Promise<void> {
  context.out.line(`# ${object.kind} ${object.metadata.name ?? ''}, container ${container.name}`);
  const failed = new Map<string, string[]>();
  for (const { name, value = '', valueFrom } of containerVariables(container)) {
    if (valueFrom === undefined) context.out.line(`${name}=${value}`);
    else if (!resolve) context.out.line(`# ${name} from ${sourceText(valueFrom)}`);
    else {
      try {
        context.out.line(`${name}=${await sourceValue(valueFrom, object, container, context)}`);
      } catch (error) {
        context.out.line(`# ${name} from ${sourceText(valueFrom)}`);
        const { message } = asError(error);
        failed.set(message, [...(failed.get(message) ?? []), name]);
      }
    }
  }
  const told = [...failed].map(
    ([message, names]) => `error retrieving reference for ${names.toSorted().join(', ')}: ${message}`,
  );
  for (const line of told.toSorted()) context.err.line(line);
}
