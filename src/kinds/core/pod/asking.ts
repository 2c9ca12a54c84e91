import { isFinished, isScheduled } from './conditions.ts';
import type { Container, Pod } from './types.ts';

/** Programs by which a script asks others. */
const ASKS =
  /\b(?:nslookup|dig|getent|host|wget|curl|nc|netcat|ping|pg_isready|psql|mysqladmin|mysql|mariadb|redis-cli|mongo|mongosh|ncat|telnet|dev\/tcp)\b/;
/** Stands for names that the pod itself does not tell: they come from elsewhere. */
export const ANY_NAME = '';

/**
 * Words of the commands that decide how the pod goes on, where such a command asks others: a Service of such a name may
 * be what it waits for. None for pods that do not wait for the end of any container.
 */
export function askedWords(pod: Pod): readonly string[] {
  if (!isScheduled(pod) || isFinished(pod)) return [];
  const { initContainers = [], containers, restartPolicy = 'Always' } = pod.spec;
  const isStarting = pod.status?.phase !== 'Running';
  const waiting = [...(isStarting ? initContainers : []), ...(restartPolicy === 'Always' ? [] : containers)];
  const asking = waiting.filter(({ command = [], args = [] }) =>
    [...command, ...args].some((word) => ASKS.test(word)),
  );
  return [...new Set(asking.flatMap(wordsOf))];
}

/** When what {@link askedWords} reads is the same. */
export const asksTheSame = (before: Pod, after: Pod): boolean =>
  before.spec === after.spec && before.status?.phase === after.status?.phase;

function wordsOf({ command = [], args = [], env = [], envFrom = [] }: Container): readonly string[] {
  const values = env.flatMap(({ value }) => value ?? []);
  const isFromElsewhere = envFrom.length > 0 || env.some(({ valueFrom }) => valueFrom !== undefined);
  const words = [...command, ...args, ...values].join(' ').match(/[a-z][a-z0-9-]*/g) ?? [];
  return isFromElsewhere ? [...words, ANY_NAME] : words;
}
