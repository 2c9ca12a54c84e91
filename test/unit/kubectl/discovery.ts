import type { Answer } from '../../support/memory-kubectl.ts';
import recorded from '../../vectors/kubectl-wire-1.33.json' with { type: 'json' };

const discovery = recorded.discovery as Readonly<Record<string, unknown>>;

/** A server that knows the core, apps and rbac groups, and what it is told to answer. */
export const discovered =
  (answer: Answer): Answer =>
  (request) => {
    const told = answer(request);
    if (told !== undefined) return told;
    const found = request.method === 'GET' ? discovery[request.path] : undefined;
    return found === undefined ? undefined : { body: found };
  };
