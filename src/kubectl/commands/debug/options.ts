import { CommandError, UsageError } from '../../command.ts';
import { isImageReference } from '../run/image-reference.ts';
import type { Kept, ProfileName } from './profiles.ts';

/** What somebody wants to debug, and with what. */
export interface DebugOptions {
  readonly targets: readonly string[];
  readonly filenames: readonly string[];
  /** The command behind `--`, or its arguments. */
  readonly words: readonly string[];
  readonly argumentsOnly: boolean;
  readonly attach: boolean;
  readonly container: string;
  readonly copyTo: string;
  readonly replace: boolean;
  readonly env: ReadonlyMap<string, string>;
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly stdin: boolean;
  readonly tty: boolean;
  readonly quiet: boolean;
  readonly sameNode: boolean;
  readonly setImage: ReadonlyMap<string, string>;
  /** Undefined: the copy shares processes as its original does. */
  readonly shareProcesses: boolean | undefined;
  readonly target: string;
  readonly profile: ProfileName;
  readonly custom: string;
  readonly kept: Kept;
}

/** What is told of a container whose processes are looked at. */
export const targeting = (container: string): string =>
  `Targeting container ${JSON.stringify(container)}. If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`;

/** Refuses what contradicts itself, in kubectl's order. */
export function refuse(options: DebugOptions, isAttachGiven: boolean): void {
  const { image, container, words, copyTo, setImage, target, quiet, stdin, tty } = options;
  const isNew = image !== '';
  if (options.attach && isAttachGiven && !isNew && container === '')
    throw new UsageError(
      'you must specify --container or create a new container using --image in order to attach.',
    );
  if (copyTo === '') refuseWithoutCopy(options);
  else if (!isNew && setImage.size === 0 && words.length === 0)
    throw new UsageError('you must specify --image, --set-image or command arguments.');
  else if (words.length > 0 && container === '' && !isNew)
    throw new UsageError('you must specify an existing container or a new image when specifying args.');
  if (isNew && !isImageReference(image))
    throw new UsageError(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (options.targets.length === 0 && options.filenames.length === 0)
    throw new UsageError('NAME or filename is required for debug');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(options.imagePullPolicy))
    throw new UsageError(`invalid image pull policy: ${options.imagePullPolicy}`);
  for (const [name, other] of setImage) {
    if (isImageReference(other)) continue;
    const names = `${JSON.stringify(other)} for container ${JSON.stringify(name)}`;
    throw new UsageError(`invalid image name ${names}: invalid reference format`);
  }
  if (target !== '' && copyTo !== '')
    throw new UsageError('--target is incompatible with --copy-to. Use --share-processes instead.');
  if (!tty || stdin) return;
  const printed = target === '' || quiet ? '' : targeting(target);
  throw new CommandError('-i/--stdin is required for containers with -t/--tty=true', 1, printed);
}

function refuseWithoutCopy({ replace, sameNode, setImage, image }: DebugOptions): void {
  const only = (flag: string): UsageError => new UsageError(`${flag} may only be used with --copy-to.`);
  if (replace) throw only('--replace');
  if (sameNode) throw only('--same-node');
  if (setImage.size > 0) throw only('--set-image');
  if (image === '') throw new UsageError('you must specify --image when not using --copy-to.');
}
