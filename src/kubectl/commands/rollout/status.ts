import { after, type Duration, type Instant } from '../../../machinery/instant.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { watch } from '../../api.ts';
import { CommandError, type Context, defineCommand, UsageError } from '../../command.ts';
import { bool, duration, integer } from '../../flags.ts';
import type { RolloutFace } from '../../kinds/rollout-face.ts';
import { rolloutFaceOf } from '../../kinds/rollouts.ts';
import { fetchList } from '../../related.ts';
import { resourcePath } from '../../resources/mapper.ts';
import type { Info } from '../../resources/selection.ts';
import { TIMED_OUT, timeoutQuery } from '../../waiting.ts';
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
      await follow(info, face, options, context);
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
async function follow(info: Info, face: RolloutFace, options: Following, context: Context): Promise<void> {
  const path = resourcePath(info.mapping, info.namespace);
  const query = { fieldSelector: `metadata.name=${info.name}` };
  const deadline = options.timeout > 0 ? after(context.transport.now(), options.timeout) : undefined;
  const tell = (object: KubeObject): boolean => {
    const { text, done } = face.status(object, options.revision);
    context.out.write(text);
    return done || !options.watch;
  };
  for (;;) {
    const [object] = await fetchList<KubeObject>(context, path, query, 0);
    if (object !== undefined && tell(object)) return;
    const resourceVersion = object?.metadata.resourceVersion ?? '';
    if (await changes(context, path, { ...query, resourceVersion }, deadline, tell)) return;
    if (deadline !== undefined && context.transport.now() >= deadline) throw new CommandError(TIMED_OUT);
  }
}

async function changes(
  context: Context,
  path: string,
  query: Readonly<Record<string, string>>,
  deadline: Instant | undefined,
  tell: (object: KubeObject) => boolean,
): Promise<boolean> {
  const request = { query: { ...query, ...timeoutQuery(context, deadline) } };
  for await (const { type, object } of watch(context.transport, path, request, 'wait')) {
    if (type === 'DELETED') throw new CommandError('object has been deleted');
    if (type !== 'BOOKMARK' && tell(object as KubeObject)) return true;
  }
  return false;
}
