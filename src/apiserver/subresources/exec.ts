import type { Pod } from '../../kinds/core/pod/kind.ts';
import type { Kind } from '../../kinds/kind.ts';
import { isFields } from '../../machinery/json.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { badRequest, failure } from '../../machinery/status.ts';
import type { Backend } from '../backend.ts';
import { storedObject } from '../stored.ts';
import { chosenContainer, statusOf } from './log.ts';

/** What a command in a container came to. */
export interface ExecAnswer {
  readonly output: string;
  readonly errors: string;
  readonly code: number;
}

/** POST pods/NAME/exec, told whole: `{ container, command, stdin }` in, what it printed and its exit code out. */
export function execIn(backend: Backend, kind: Kind, ref: Ref, body: unknown): ExecAnswer {
  const { container = '', command = [], stdin = '' } = isFields(body) ? body : {};
  const words = Array.isArray(command) ? command.map(String) : [];
  const pod = storedObject(backend, kind, ref) as Pod;
  const name = chosenContainer(pod, { container: String(container) });
  if (words.length === 0) throw badRequest('you must specify at least one command for the container');
  if ((pod.spec.nodeName ?? '') === '')
    throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`);
  const isUp = statusOf(pod, name)?.state?.running !== undefined;
  const answer = isUp ? backend.containers?.run(pod, name, words, String(stdin), backend.now()) : undefined;
  if (answer === undefined) {
    const message = `unable to upgrade connection: container not found ("${name}")`;
    throw failure(500, 'InternalError', message, {});
  }
  if (answer === 'not found')
    throw failure(500, 'InternalError', notStarted(backend, pod, words[0] ?? ''), {});
  return answer;
}

/** containerd's words. */
function notStarted({ rng }: Backend, { metadata }: Pod, program: string): string {
  const id = rng.fork(`exec ${metadata.uid} ${program}`).hex(64);
  const why = program.includes('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  return `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: exec: ${JSON.stringify(program)}: ${why}: unknown`;
}
