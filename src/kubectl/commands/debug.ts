import type { Pod } from '../../kinds/core/pod/types.ts';
import { CommandError, type Context, defineCommand, UsageError } from '../command.ts';
import { bool, list, pairs, text } from '../flags.ts';
import { select } from '../resources/builder.ts';
import type { AnyObject } from '../resources/object.ts';
import { type Info, kindString } from '../resources/selection.ts';
import { customProfile } from './debug/container.ts';
import { debugCopy } from './debug/copy.ts';
import { debugBeside } from './debug/ephemeral.ts';
import { debugNode } from './debug/node-pod.ts';
import { type DebugOptions, refuse, targeting } from './debug/options.ts';
import { PROFILES, type ProfileName } from './debug/profiles.ts';
import { attendTo, type Debugging } from './debug/session.ts';

const flags = {
  argumentsOnly: bool('arguments-only', { help: 'The words behind -- are arguments, not the command.' }),
  attach: bool('attach', { help: 'Wait for the container, then attach to it. So always with -i.' }),
  container: text('container', { short: 'c', help: 'The name of the container to debug with.' }),
  copyTo: text('copy-to', { help: 'Make a copy of the pod, with this name.' }),
  custom: text('custom', { help: 'A file with the part of a container that is laid over the profile.' }),
  env: pairs('env', { help: 'Variables of the container: NAME=value,...' }),
  filename: list('filename', { short: 'f', help: 'File, folder or URL that names what to debug.' }),
  image: text('image', { help: 'The image of the container to debug with.' }),
  imagePullPolicy: text('image-pull-policy', {
    help: 'When to pull the image; the server decides unless told.',
  }),
  keepAnnotations: bool('keep-annotations', { help: 'Keep annotations in the copy.' }),
  keepInitContainers: bool('keep-init-containers', {
    default: true,
    help: 'Keep init containers in the copy.',
  }),
  keepLabels: bool('keep-labels', { help: 'Keep labels in the copy.' }),
  keepLiveness: bool('keep-liveness', { help: 'Keep liveness probes in the copy.' }),
  keepReadiness: bool('keep-readiness', { help: 'Keep readiness probes in the copy.' }),
  keepStartup: bool('keep-startup', { help: 'Keep startup probes in the copy.' }),
  profile: text('profile', {
    default: 'legacy',
    help: 'What the container may do: legacy, general, baseline, netadmin, restricted or sysadmin.',
  }),
  quiet: bool('quiet', { short: 'q', help: 'Say less.' }),
  replace: bool('replace', { help: 'Delete the pod that was copied.' }),
  sameNode: bool('same-node', { help: 'Let the copy run on the same node.' }),
  setImage: pairs('set-image', { help: 'Other images for containers of the copy: NAME=image,...' }),
  shareProcesses: bool('share-processes', {
    default: true,
    help: 'Let the containers of the copy see the processes of each other.',
  }),
  stdin: bool('stdin', { short: 'i', help: 'Keep standard input of the container open.' }),
  target: text('target', { help: 'The container whose processes are to be seen.' }),
  tty: bool('tty', { short: 't', help: 'Give the container a terminal.' }),
};

/** `kubectl debug`. */
export const debug = defineCommand({
  name: 'debug',
  group: 'Troubleshooting and Debugging Commands:',
  usage: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  short: 'Create debugging sessions for troubleshooting workloads and nodes',
  long: 'Debug pods and nodes with a container made for that: beside the containers of a pod, in a copy of the pod, or in a pod on\n a node.',
  examples: [
    '# A shell beside the containers of a pod',
    'kubectl debug web-0 -it --image=busybox',
    '',
    '# A copy of the pod that runs another image',
    'kubectl debug web-0 --copy-to=web-debug --set-image=app=app:debug',
    '',
    '# A pod that sees the files of a node below /host',
    'kubectl debug node/worker-1 -it --image=busybox',
  ],
  flags,
  complete: (args, given, { dash, given: isGiven }): DebugOptions => {
    const { profile } = given;
    if (!isProfile(profile)) throw new UsageError(`unknown profile: ${profile}`);
    const hasWords = dash !== undefined && args.length > dash;
    const options: DebugOptions = {
      ...given,
      profile,
      filenames: given.filename,
      targets: hasWords ? args.slice(0, dash) : args,
      words: hasWords ? args.slice(dash) : [],
      attach: given.attach || (given.stdin && !isGiven('attach')),
      shareProcesses: isGiven('share-processes') ? given.shareProcesses : undefined,
      kept: {
        labels: given.keepLabels,
        annotations: given.keepAnnotations,
        liveness: given.keepLiveness,
        readiness: given.keepReadiness,
        startup: given.keepStartup,
        initContainers: given.keepInitContainers,
      },
    };
    refuse(options, isGiven('attach'));
    return options;
  },
  run: async (options, context) => {
    const custom = customProfile(options, context);
    if (options.target !== '' && !options.quiet) context.out.write(targeting(options.target));
    if (options.profile === 'legacy') context.err.line(LEGACY);
    for (const info of await targetsOf(options, context)) {
      const made = await debugOne(info, options, custom, context);
      if (options.attach && made.container !== '') await attendTo(made, options, context);
    }
    return 0;
  },
});

const LEGACY =
  '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".';

const isProfile = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);

/** A bare name is a pod's. */
async function targetsOf({ targets, filenames }: DebugOptions, context: Context): Promise<readonly Info[]> {
  const files = { filenames, kustomize: '', recursive: false };
  const wishes =
    filenames.length > 0 ? [[]] : targets.map((one) => (one.includes('/') ? [one] : ['pods', one]));
  const found: Info[] = [];
  for (const args of wishes) {
    const { infos, error } = await (await select(context, { args, files })).infos();
    if (error !== undefined) throw error;
    found.push(...infos);
  }
  return found;
}

function debugOne(info: Info, options: DebugOptions, custom: unknown, context: Context): Promise<Debugging> {
  const { mapping, object } = info;
  if (object !== undefined && mapping.group === '') {
    if (mapping.resource === 'nodes') return debugNode(object, options, custom, context);
    const pod = object as AnyObject & Pod;
    if (mapping.resource === 'pods' && options.copyTo !== '')
      return debugCopy(info, pod, options, custom, context);
    if (mapping.resource === 'pods') return debugBeside(info, pod, options, custom, context);
  }
  throw new CommandError(`${JSON.stringify(kindString(mapping))} not supported by debug`);
}
