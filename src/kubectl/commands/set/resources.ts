import { isFields } from '../../../machinery/json.ts';
import { canonicalQuantity } from '../../../machinery/quantity.ts';
import { defineCommand, type ExitCode } from '../../command.ts';
import { locally } from '../../errors.ts';
import { recordFlags, selectorFlags } from '../../flag-groups.ts';
import { text } from '../../flags.ts';
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

type Quantities = Readonly<Record<string, string>>;

interface ResourcesOptions extends SettingOptions {
  readonly containers: string;
  readonly limits: string;
  readonly requests: string;
}

const AMOUNTS = "For example 'cpu=100m,memory=256Mi'. The server may add more, as by a limit range.";

/** `kubectl set resources`. */
export const resources = defineCommand({
  name: 'resources',
  usage: 'resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  short: 'Update resource requests/limits on objects with pod templates',
  long:
    'Say how much CPU and memory the containers of a pod template get at least (requests) and at most (limits).\n' +
    ' Where there is a limit and no request, the limit counts for both.',
  examples: [
    '# Limits of one container',
    'kubectl set resources deployment web -c=nginx --limits=cpu=200m,memory=512Mi',
    '',
    '# Limits and requests of all containers',
    'kubectl set resources deployment web --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi',
  ],
  flags: {
    ...settingFlags('resources'),
    ...selectorFlags,
    ...recordFlags,
    containers: text('containers', {
      short: 'c',
      default: '*',
      help: 'Which containers of the pod templates; wildcards count, and all are meant without it.',
    }),
    limits: text('limits', { help: `What the containers get at most. ${AMOUNTS}` }),
    requests: text('requests', { help: `What the containers get at least. ${AMOUNTS}` }),
  },
  complete: (args, given, invocation): ResourcesOptions => ({
    ...settingOptions(args, given, invocation),
    containers: given.containers,
    limits: given.limits,
    requests: given.requests,
  }),
  run: async (options, context): Promise<ExitCode> => {
    const infos = await selectToSet(context, options);
    refuse(options);
    const limits = quantities(options.limits);
    const requests = quantities(options.requests);
    const setting = {
      operation: 'resource requirements updated',
      refused: 'failed to patch resources update to pod template ',
      unchanged: 'skipped',
      change: async (object: AnyObject, fault: (message: string) => void) => {
        const after = await changeContainers(object, options.containers, (container) =>
          withResources(container, limits, requests),
        );
        if (after === undefined) fault(`error: unable to find container named ${options.containers}`);
        return after;
      },
    } as const;
    return setAll(infos, setting, options, context);
  },
});

function refuse({ local, dryRun, all, selector, limits, requests }: ResourcesOptions): void {
  if (local && dryRun === 'server') throw new Error(LOCAL_AND_SERVER);
  if (all && selector !== '') throw new Error('cannot set --all and --selector at the same time');
  if (limits === '' && requests === '') {
    throw new Error('you must specify an update to requests or limits (in the form of --requests/--limits)');
  }
}

/** `cpu=100m,memory=256Mi`. */
function quantities(words: string): Quantities {
  if (words === '') return {};
  const pairs = words.split(',').map((word) => {
    const [name = '', amount, ...more] = word.split('=');
    if (amount === undefined || more.length > 0) {
      throw new Error(`Invalid argument syntax ${word}, expected <resource>=<value>`);
    }
    return [name, locally(() => canonicalQuantity(amount))] as const;
  });
  return Object.fromEntries(pairs);
}

function withResources(container: Container, limits: Quantities, requests: Quantities): Container {
  const before = isFields(container['resources']) ? container['resources'] : {};
  return {
    ...container,
    resources: {
      ...before,
      ...merged('limits', before['limits'], limits),
      ...merged('requests', before['requests'], requests),
    },
  };
}

function merged(name: string, before: unknown, added: Quantities): Readonly<Record<string, unknown>> {
  if (Object.keys(added).length === 0) return {};
  return { [name]: { ...(isFields(before) ? before : {}), ...added } };
}
