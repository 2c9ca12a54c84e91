import { after, type Duration } from '../../../machinery/instant.ts';
import { CommandError, type Context, defineCommand, UsageError } from '../../command.ts';
import { bool, duration, integer } from '../../flags.ts';
import type { RolloutFace } from '../../kinds/rollout-face.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { resourcePath } from '../../resources/mapper.ts';
import type { Info } from '../../resources/selection.ts';
import { follow, TIMED_OUT } from '../../waiting.ts';
import { groupKind, selectTargets, targetFlags, targetsOf } from './targets.ts';

const flags = {
  ...targetFlags('look at'),
  revision: integer('revision', {
    help: 'The revision to look at; 0 is the newest one. Another one running is an error.',
  }),
  timeout: duration('timeout', { help: 'How long to watch, with a unit (1s, 2m, 3h). 0 knows no end.' }),
  watch: bool('watch', { short: 'w', default: true, help: 'Watch until the rollout is done.' }),
};

/** `kubectl rollout status`: K-1, K-2, K-3. */
export const status = defineCommand({
  name: 'status',
  usage: 'status (TYPE NAME | TYPE/NAME) [flags]',
  short: 'Show the status of the rollout',
  long:
    'Show the status of the rollout. The newest rollout is watched until it is done; with --watch=false its state is told once.\n' +
    ' With --revision the watch ends with an error when another revision is rolled out.',
  examples: ['# Until the rollout of a deployment is done', 'kubectl rollout status deployment/web'],
  flags,
  complete: (args, given, invocation) => {
    const targets = targetsOf(args, given, invocation);
    if (given.revision < 0) throw new UsageError(`revision must be a positive integer: ${given.revision}`);
    return { ...targets, revision: given.revision, timeout: given.timeout, watch: given.watch };
  },
  run: async (options, context) => {
    const selection = await selectTargets(context, options);
    let found = false;
    await selection.visit(async (info) => {
      found = true;
      const face = rolloutFaceOf(info.mapping.kind, info.mapping.group);
      if (face === undefined)
        throw new CommandError(`no status viewer has been implemented for ${groupKind(info.mapping)}`);
      await tellUntilDone(info, face, options, context);
    });
    if (!found) context.err.line(`No resources found in ${context.config.namespace} namespace.`);
    return 0;
  },
});

interface Following {
  readonly revision: number;
  readonly timeout: Duration;
  readonly watch: boolean;
}

/** Tells the state now, and after every change until it is done. */
async function tellUntilDone(
  info: Info,
  face: RolloutFace,
  options: Following,
  context: Context,
): Promise<void> {
  const { timeout } = options;
  const reached = await follow(
    context,
    {
      path: resourcePath(info.mapping, info.namespace),
      name: info.name,
      deadline: timeout > 0 ? after(context.transport.now(), timeout) : undefined,
    },
    {
      seen: (object) => {
        const { text, done } = face.status(object, options.revision);
        context.out.write(text);
        return done || !options.watch;
      },
      gone: () => {
        throw new CommandError('object has been deleted');
      },
      absent: () => false,
    },
  );
  if (!reached) throw new CommandError(TIMED_OUT);
}
