import type { Container } from '../../../kinds/core/pod/types.ts';
import { isFields } from '../../../machinery/json.ts';
import { planOf } from '../../../machinery/patch/patch-schema.ts';
import { applyStrategicMergePatch } from '../../../machinery/patch/strategic-merge-patch.ts';
import { CommandError, type Context, UsageError } from '../../command.ts';
import { asError } from '../../errors.ts';
import { readOne } from '../../resources/documents.ts';
import type { DebugOptions } from './options.ts';

/** The container that somebody debugs with, as the flags tell it. */
export function newContainer(name: string, options: DebugOptions): Container {
  const { image, imagePullPolicy, stdin, tty, words, argumentsOnly } = options;
  const env = environmentOf(options);
  return {
    name,
    image,
    ...(words.length === 0 ? {} : argumentsOnly ? { args: words } : { command: words }),
    ...(env.length === 0 ? {} : { env }),
    resources: {},
    ...(imagePullPolicy === '' ? {} : { imagePullPolicy }),
    ...(stdin ? { stdin } : {}),
    terminationMessagePolicy: 'File',
    ...(tty ? { tty } : {}),
  } as Container;
}

export const environmentOf = ({ env }: DebugOptions) =>
  [...env].map(([name, value]) => (value === '' ? { name } : { name, value }));

/** What a profile of one's own may not say. */
const FIXED = ['name', 'command', 'image', 'lifecycle', 'volumeDevices'];

/** The part of a container that `--custom` names; undefined without it. */
export function customProfile({ custom }: DebugOptions, { files }: Context): unknown {
  if (custom === '') return undefined;
  let text: string;
  try {
    text = files.read(custom);
  } catch {
    throw new CommandError(
      `must pass a container spec json file for custom profile: open ${custom}: no such file or directory`,
    );
  }
  let read: unknown;
  try {
    read = readOne(text);
  } catch (error) {
    throw new CommandError(`${custom} does not contain a valid container spec: ${asError(error).message}`);
  }
  if (isFields(read) && FIXED.some((field) => field in read)) {
    throw new UsageError(
      'name, command, image, lifecycle and volume devices are not modifiable via custom profile',
    );
  }
  return read;
}

/** The container with somebody's own profile laid over it. */
export function customized<C extends Container>(container: C, custom: unknown, context: Context): C {
  if (!isFields(custom)) return container;
  const spec = planOf(context.patchSchema('v1', 'Pod'), 'spec').schema;
  const { schema } = planOf(spec, 'containers');
  const { targetContainerName, ...rest } = container as C & { readonly targetContainerName?: string };
  const merged = applyStrategicMergePatch(rest, { ...custom, name: container.name }, schema);
  return { ...merged, ...(targetContainerName === undefined ? {} : { targetContainerName }) } as object as C;
}
