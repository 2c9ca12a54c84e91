import { after, type Duration, seconds } from '../../machinery/instant.ts';
import { fetchObject } from '../api.ts';
import { changeCause, contentTypeOf, recordCause } from '../change.ts';
import { CommandError, type Context, defineCommand, type ExitCode, UsageError } from '../command.ts';
import {
  type DryRun,
  dryRunFlags,
  dryRunOf,
  dryRunSuffix,
  filenameFlags,
  fileOptions,
  printFlags,
  recordFlags,
  selectorFlags,
} from '../flag-groups.ts';
import { bool, duration, integer, text } from '../flags.ts';
import { resultPrinter } from '../output/printer.ts';
import { select } from '../resources/builder.ts';
import { resourcePath } from '../resources/mapper.ts';
import type { Info } from '../resources/selection.ts';

const flags = {
  ...printFlags,
  ...filenameFlags('naming the resource to scale'),
  ...dryRunFlags,
  ...selectorFlags,
  ...recordFlags,
  all: bool('all', { help: 'All resources of the named types in the namespace.' }),
  currentReplicas: integer('current-replicas', {
    default: -1,
    help: 'Scale only if this is the number of replicas now. -1 asks for nothing.',
  }),
  replicas: integer('replicas', { required: true, help: 'The number of replicas wanted. Required.' }),
  resourceVersion: text('resource-version', { help: 'Scale only if this is the resource version now.' }),
  timeout: duration('timeout', {
    help: 'How long to wait until the size is reached, with a unit (1s, 2m, 3h). 0 does not wait.',
  }),
};

/** `kubectl scale`. */
export const scale = defineCommand({
  name: 'scale',
  group: 'Deploy Commands:',
  usage:
    'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  short: 'Set a new size for a deployment, replica set, or replication controller',
  examples: [
    '# Three replicas for a deployment',
    'kubectl scale --replicas=3 deployment/web',
    '',
    '# Only if it has two now',
    'kubectl scale --current-replicas=2 --replicas=3 deployment/web',
    '',
    '# Several at once',
    'kubectl scale --replicas=5 statefulset/a statefulset/b',
  ],
  flags,
  complete: (args, given, invocation) => {
    if (given.replicas < 0) {
      throw new UsageError(
        'The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
      );
    }
    if (given.currentReplicas < -1) {
      throw new UsageError('The --current-replicas must specify an integer of -1 or greater');
    }
    return {
      ...given,
      args,
      files: fileOptions(given),
      enforceNamespace: invocation.given('namespace'),
      dryRun: dryRunOf(given.dryRun),
      cause: changeCause(given.record, invocation),
    };
  },
  run: async (options, context) => {
    const print = await resultPrinter(options, `scaled${dryRunSuffix(options.dryRun)}`, context.files);
    const { infos, error } = await selected(options, context);
    if (options.resourceVersion !== '' && infos.length > 1) {
      throw new CommandError('cannot use --resource-version with multiple resources');
    }
    if (infos.length === 0) {
      throw new CommandError(`no objects passed to scale${error === undefined ? '' : ` ${error.message}`}`);
    }
    for (const info of infos) {
      if (options.dryRun !== 'client') await scaleOne(info, options, context);
      if (info.object !== undefined) context.out.write(print(info.object));
    }
    if (error !== undefined) throw error;
    return 0;
  },
});

interface ScaleOptions {
  readonly replicas: number;
  readonly currentReplicas: number;
  readonly resourceVersion: string;
  readonly dryRun: DryRun;
  readonly timeout: Duration;
  readonly cause: string | undefined;
}

async function selected(options: Parameters<typeof scale.run>[0], context: Context) {
  const { args, files, enforceNamespace, selector, all } = options;
  const selection = await select(context, {
    args,
    files,
    enforceNamespace,
    selector,
    emptySelector: all,
    continueOnError: true,
  });
  return selection.infos();
}

async function scaleOne(info: Info, options: ScaleOptions, context: Context): Promise<void> {
  await setReplicas(info, options, context);
  if (options.timeout > 0 && options.dryRun === 'none') await reached(info, options, context);
  if (info.object !== undefined) await recordCause(context, info, info.object, options.cause, {});
}

interface Scale {
  readonly metadata: { readonly resourceVersion: string };
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas?: number };
}

const scalePath = ({ mapping, namespace, name }: Info): string =>
  resourcePath(mapping, namespace, name, 'scale');

/** Without a condition the number is patched in; with one it is read, compared and put. */
async function setReplicas(info: Info, options: ScaleOptions, context: Context): Promise<void> {
  const query = options.dryRun === 'server' ? { dryRun: 'All' } : {};
  const path = scalePath(info);
  if (options.currentReplicas === -1 && options.resourceVersion === '') {
    const body = { spec: { replicas: options.replicas } };
    await fetchObject(context, 'PATCH', path, { query, contentType: contentTypeOf('merge'), body });
    return;
  }
  const now = await fetchObject<Scale>(context, 'GET', path);
  expect(
    'replicas',
    options.currentReplicas === -1 ? '' : String(options.currentReplicas),
    String(now.spec.replicas ?? 0),
  );
  expect('resource version', options.resourceVersion, now.metadata.resourceVersion);
  await fetchObject(context, 'PUT', path, {
    query,
    body: { ...now, spec: { ...now.spec, replicas: options.replicas } },
  });
}

function expect(what: string, wanted: string, found: string): void {
  if (wanted !== '' && wanted !== found)
    throw new CommandError(`Expected ${what} to be ${wanted}, was ${found}`);
}

/** Looks once a second, as kubectl does; somebody else's new size ends the wait, too. */
async function reached(info: Info, options: ScaleOptions, context: Context): Promise<ExitCode> {
  const deadline = after(context.transport.now(), options.timeout);
  for (;;) {
    const { spec, status } = await fetchObject<Scale>(context, 'GET', scalePath(info));
    if ((spec.replicas ?? 0) !== options.replicas || (status.replicas ?? 0) === options.replicas) return 0;
    if (context.transport.now() >= deadline) {
      throw new CommandError(`timed out waiting for ${JSON.stringify(info.name)} to be synced`);
    }
    await context.transport.pause(seconds(1));
  }
}
