import { annotated } from './annotated.ts';
import type { Behaviour, Program, Role } from './behaviour.ts';
import { command, lastWord, missingFile, probedFile } from './command.ts';
import { completes } from './completes.ts';
import { interpreted } from './interpreted.ts';
import { livenessServer, servesAlone, stress } from './known-programs.ts';
import { runs } from './runs.ts';
import { isTouched, touched } from './touched.ts';

/** Who is asked where the pod says nothing, in this order. */
const behaviours: readonly Behaviour[] = [livenessServer, stress, command, interpreted, lastWord];

/** What a container does: as the pod says, else as it would by itself, with what somebody did in it. */
export function programFor(role: Role): Program {
  const program = annotated(role);
  if (program !== undefined) return program;
  return isTouched(role) ? touched(role, () => usualProgram(role)) : usualProgram(role);
}

/** Told by the first behaviour that knows it, else it runs where it may and ends where it must. */
function usualProgram(role: Role): Program {
  for (const behaviour of behaviours) {
    const program = behaviour(role);
    if (program !== undefined) return program;
  }
  const ends = role.mustEnd && !servesAlone(role);
  return { ...(ends ? completes() : runs), answer: (probe) => temporaryFile(probe.exec?.command) };
}

/** No image comes with files in /tmp: a probe that looks for one there fails. */
function temporaryFile(words: readonly string[] | undefined): { readonly output: string } | undefined {
  const path = probedFile(words);
  return path?.startsWith('/tmp/') ? { output: missingFile(words ?? [], path) } : undefined;
}
