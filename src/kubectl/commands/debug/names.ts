import type { Pod } from '../../../kinds/core/pod/types.ts';
import { fnv32a } from '../../../machinery/hash.ts';
import type { Context } from '../../command.ts';
import { containersOf } from '../logs/sources.ts';

const SIGNS = 'bcdfghjklmnpqrstvwxz2456789';
const LENGTH = 5;

/** Five signs as Kubernetes ends names with; drawn from the cluster's time, so that a session can be repeated. */
export function suffixFor(subject: string, { transport }: Pick<Context, 'transport'>): string {
  let rest = fnv32a(`${subject} ${transport.now()}`);
  let suffix = '';
  while (suffix.length < LENGTH) {
    suffix += SIGNS[rest % SIGNS.length] ?? '';
    rest = Math.floor(rest / SIGNS.length);
  }
  return suffix;
}

/** The name of a container to debug with: as asked for, else one that the pod does not have. */
export function debuggerName(
  pod: Pod,
  { container, quiet }: { readonly container: string; readonly quiet: boolean },
  context: Context,
): string {
  if (container !== '') return container;
  const taken = new Set(containersOf(pod).map(({ name }) => name));
  let subject: string = pod.metadata.uid;
  let name = `debugger-${suffixFor(subject, context)}`;
  while (taken.has(name)) {
    subject += name;
    name = `debugger-${suffixFor(subject, context)}`;
  }
  if (!quiet) context.out.line(`Defaulting debug container name to ${name}.`);
  return name;
}
