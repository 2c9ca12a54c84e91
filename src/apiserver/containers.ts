import type { Pod } from '../kinds/core/pod/types.ts';
import type { Instant } from '../machinery/instant.ts';

/** What the server asks kubelets for: it passes such requests on and knows nothing of containers itself. */
export interface Containers {
  /** Lines that a run of the container printed up to now; undefined where nobody knows of such a run. */
  log(
    pod: Pod,
    container: string,
    which: 'current' | 'previous',
    now: Instant,
  ): readonly { readonly at: number; readonly text: string }[] | undefined;
  /** Runs a command in the container; undefined where that does not run, `not found` where it has no such program. */
  run(
    pod: Pod,
    container: string,
    words: readonly string[],
    input: string,
    now: Instant,
  ): { readonly output: string; readonly errors: string; readonly code: number } | 'not found' | undefined;
}
