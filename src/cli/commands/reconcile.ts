import {
  type Command,
  type Context,
  defineCommand,
  type ExitCode,
  UsageError,
} from '../../kubectl/command.ts';
import { bool } from '../../kubectl/flags.ts';
import { LOOK_AGAIN_MILLISECONDS } from '../follow.ts';
import type { Ours } from '../ours.ts';
import { paintFor } from '../paint.ts';
import { createNarrator, type Narrator } from '../reconcile/narrator.ts';
import { workOnce } from '../serving/work.ts';

/** `sim reconcile`: the controller manager in the foreground, saying who does what. */
export function reconcile(ours: Ours): Command {
  return defineCommand({
    name: 'reconcile',
    usage: 'reconcile [--watch]',
    short: 'Run what is due in the foreground, and tell which controller did what',
    long:
      'Run what is due in the foreground, and tell line by line which controller did what, and for what.\n\n' +
      ' With --watch it goes on at the pace of the cluster. What other commands do in the meantime shows as (elsewhere).',
    examples: ['# Look on while another terminal scales', 'sim reconcile --watch'],
    flags: { watch: bool('watch', { short: 'w', help: 'Go on until interrupted.' }) },
    complete: (args, flags) => {
      if (args.length > 0) throw new UsageError(`sim reconcile takes no arguments, got ${args.join(' ')}`);
      return flags;
    },
    run: ({ watch }, context) => run(watch, context, ours),
  });
}

async function run(watch: boolean, context: Context, ours: Ours): Promise<ExitCode> {
  const narrator = createNarrator(await paintFor(ours.host));
  const session = ours.session({
    onReconcile: narrator.reconciles,
    onOpen: narrator.listen,
    role: 'foreground',
  });
  session.checkpoint();
  const count = tell(narrator, context);
  session.checkpoint();
  if (!watch) {
    if (count === 0) context.err.line('Nothing is due.');
    return 0;
  }
  context.err.line('Running the controllers; interrupt to end.');
  session.checkpoint();
  for (;;) {
    await ours.host.sleep(LOOK_AGAIN_MILLISECONDS);
    narrator.rest();
    workOnce(session);
    if (tell(narrator, context) > 0) session.checkpoint();
  }
}

function tell(narrator: Narrator, { out }: Context): number {
  const lines = narrator.take();
  for (const line of lines) out.line(line);
  return lines.length;
}
