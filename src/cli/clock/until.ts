import type { Cluster } from '../../cluster/cluster.ts';
import { CommandError, type Context } from '../../kubectl/command.ts';
import { type Awaited, awaitedOf } from '../../kubectl/commands/wait/conditions.ts';
import { resourcePath } from '../../kubectl/resources/mapper.ts';
import { after, hours, type Instant } from '../../machinery/instant.ts';
import { resourceNamed } from '../resource.ts';

/** How far the clock is moved for something that may never come about. */
const LONGEST = hours(24);

/** When to stop: the words of `sim clock advance --until`. */
export type Until =
  | { readonly type: 'settled' }
  | { readonly type: 'next' }
  | { readonly type: 'time'; readonly at: Instant }
  | Condition;

export interface Condition {
  readonly type: 'condition';
  readonly word: string;
  readonly awaited: Awaited;
  /** As the command line names them, `TYPE/NAME`. */
  readonly resources: readonly string[];
}

/** Whether the word is one of `wait --for`. */
export const isCondition = (word: string): boolean =>
  word === 'create' || word === 'delete' || /^(condition|jsonpath)=/.test(word);

export function conditionOf(word: string, resources: readonly string[]): Condition {
  return { type: 'condition', word, awaited: awaitedOf(word), resources };
}

/** Finds where the resources are, before any time passes; gives what runs the cluster on until all are as wished. */
export async function runnerUntil(
  condition: Condition,
  context: Context,
): Promise<(cluster: Cluster) => void> {
  const paths = await Promise.all(condition.resources.map((resource) => pathOf(resource, context)));
  return (cluster) => {
    const latest = after(cluster.clock.now(), LONGEST);
    while (!paths.every((path) => isMet(condition.awaited, path, cluster))) {
      const next = cluster.agenda.next();
      if (next === undefined || next.at > latest) throw gaveUp(condition, next === undefined);
      while (cluster.step(next.at));
    }
  };
}

async function pathOf(resource: string, context: Context): Promise<string> {
  const [type = '', name = ''] = resource.split('/');
  return resourcePath(await resourceNamed(type, context), context.config.namespace, name);
}

function isMet(awaited: Awaited, path: string, { api }: Cluster): boolean {
  const { code, body } = api.handle({ method: 'GET', path, query: {}, accept: 'json' });
  if (awaited.type === 'delete') return code === 404;
  return code === 200 && (awaited.type === 'create' || awaited.met(body));
}

function gaveUp({ word, resources }: Condition, isQuiet: boolean): CommandError {
  const why = isQuiet ? 'nothing more is going to happen' : 'a day has not brought it';
  return new CommandError(`${why}: ${word} of ${resources.join(', ')}`);
}
