import { annotated } from './annotated.ts';
import type { Behaviour, Program, Role } from './behaviour.ts';
import { command, lastWord, missingFile, probedFile } from './command.ts';
import { completes } from './completes.ts';
import { interpreted } from './interpreted.ts';
import { livenessServer, pause, stress } from './known-programs.ts';
import { runs } from './runs.ts';

/** Who is asked, in this order: what the pod says, then what the command says. */
const behaviours: readonly Behaviour[] = [
  annotated,
  livenessServer,
  stress,
  pause,
  command,
  interpreted,
  lastWord,
];

/** What a container does: told by the first behaviour that knows it, else it runs where it may and ends where it must. */
export function programFor(role: Role): Program {
  for (const behaviour of behaviours) {
    const program = behaviour(role);
    if (program !== undefined) return program;
  }
  return { ...(role.mustEnd ? completes() : runs), answer: (probe) => temporaryFile(probe.exec?.command) };
}

/** No image comes with files in /tmp: a probe that looks for one there fails. */
function temporaryFile(words: readonly string[] | undefined): { readonly output: string } | undefined {
  const path = probedFile(words);
  return path?.startsWith('/tmp/') ? { output: missingFile(words ?? [], path) } : undefined;
}
