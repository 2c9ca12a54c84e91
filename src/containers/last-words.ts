import type { Container } from '../kinds/core/pod/types.ts';
import type { Instant } from '../machinery/instant.ts';
import { entryPoint, isKnownProgram, isPlainCommand } from './entry-point.ts';
import type { Instance } from './instance.ts';
import type { Sources } from './kept-scenes.ts';
import { messagePath } from './message-path.ts';
import type { Performance } from './performance.ts';
import { stage } from './stage.ts';

/** kubelet's MaxContainerTerminationMessageLength, ...LogLength and ...LogLines. */
const MESSAGE_MOST = 4096;
const LOG_MOST = 2048;
const LINES_MOST = 80;
/** What the last commands of an obvious script take, which is foretold to end when its last pause does. Milliseconds. */
const A_MOMENT = 50;

/** What a run that ended with a code leaves to be shown of it: a file's text, or the end of its log where it asks for that. */
export function lastWords(
  instance: Instance,
  { at, code }: { readonly at: Instant; readonly code: number },
  sources: Sources,
): string | undefined {
  const { container } = instance;
  if (!mayLeaveAny(container)) return undefined;
  const { performance } = stage(instance, sources, { until: at + A_MOMENT, isPresent: true });
  if (performance === undefined) return undefined;
  const isLogged = container.terminationMessagePolicy === 'FallbackToLogsOnError' && code !== 0;
  const text = messageOf(performance) || (isLogged ? endOfLog(performance, at + A_MOMENT) : '');
  return text === '' ? undefined : text;
}

/** Whatever is played may; who never speaks of the file does not, and needs no play. */
function mayLeaveAny(container: Container): boolean {
  if (!isKnownProgram(container) && !isPlainCommand(container)) return false;
  if (container.terminationMessagePolicy === 'FallbackToLogsOnError') return true;
  const words = entryPoint(container, {}).join(' ');
  const isToldElsewhere = (container.volumeMounts ?? []).some(({ mountPath }) => words.includes(mountPath));
  return isToldElsewhere || words.includes(messagePath(container));
}

function messageOf({ instance, files }: Performance): string {
  const node = files.find(messagePath(instance.container))?.node;
  return node?.type === 'file' ? node.text.slice(-MESSAGE_MOST) : '';
}

function endOfLog({ log }: Performance, now: number): string {
  const lines = log.all(now).slice(-LINES_MOST);
  return lines
    .map(({ text }) => text)
    .join('')
    .slice(-LOG_MOST);
}
