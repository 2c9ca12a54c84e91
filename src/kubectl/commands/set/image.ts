import { defineCommand, type ExitCode } from '../../command.ts';
import { throwAll } from '../../errors.ts';
import { recordFlags, selectorFlags } from '../../flag-groups.ts';
import { parsePairs, resourcesAndPairs } from '../../pairs.ts';
import type { AnyObject } from '../../resources/object.ts';
import {
  changeContainers,
  LOCAL_AND_SERVER,
  type SettingOptions,
  selectToSet,
  setAll,
  settingFlags,
  settingOptions,
} from './changing.ts';

interface ImageOptions extends SettingOptions {
  /** By container; `*` stands for all. */
  readonly images: Readonly<Record<string, string>>;
}

/** `kubectl set image`. */
export const image = defineCommand({
  name: 'image',
  usage:
    'image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  short: 'Update the image of a pod template',
  long:
    'Update the images of containers.\n\n' +
    ' Possible resources (case does not count):\n\n' +
    '  pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj),\n' +
    'replicaset (rs)',
  examples: [
    '# Two containers of a deployment',
    'kubectl set image deployment/web web=nginx:1.27 log=busybox:1.36',
    '',
    '# All containers of a daemon set',
    'kubectl set image daemonset agent *=agent:2',
  ],
  flags: { ...settingFlags('image'), ...selectorFlags, ...recordFlags },
  complete: (args, given, invocation): ImageOptions => {
    const { resources, pairs } = resourcesAndPairs(args, 'image');
    const { set: images } = parsePairs(pairs, 'image');
    return { ...settingOptions(resources, given, invocation), images };
  },
  run: async (options, context): Promise<ExitCode> => {
    const infos = await selectToSet(context, options);
    refuse(options);
    const setting = {
      operation: 'image updated',
      refused: 'failed to patch image update to pod template: ',
      unchanged: 'skipped',
      change: (object: AnyObject, fault: (message: string) => void) =>
        withImages(object, options.images, fault),
    } as const;
    return setAll(infos, setting, options, context);
  },
});

function refuse({ all, selector, args, files, images, local, dryRun }: ImageOptions): void {
  const names = Object.keys(images);
  const faults: readonly (readonly [boolean, string])[] = [
    [all && selector !== '', 'cannot set --all and --selector at the same time'],
    [
      args.length === 0 && files.filenames.length === 0 && files.kustomize === '',
      'one or more resources must be specified as <resource> <name> or <resource>/<name>',
    ],
    [names.length === 0, 'at least one image update is required'],
    [
      names.length > 1 && names.includes('*'),
      'all containers are already specified by *, but saw more than one container_name=container_image pairs',
    ],
    [local && dryRun === 'server', LOCAL_AND_SERVER],
  ];
  throwAll(faults.filter(([holds]) => holds).map(([, message]) => new Error(message)));
}

async function withImages(
  object: AnyObject,
  images: ImageOptions['images'],
  fault: (message: string) => void,
): Promise<AnyObject> {
  let after = object;
  for (const [name, value] of Object.entries(images)) {
    const next = await changeContainers(after, name, (container) => ({ ...container, image: value }));
    if (next === undefined) fault(`error: unable to find container named ${JSON.stringify(name)}`);
    else after = next;
  }
  return after;
}
