import type { Event } from '../../kinds/core/event/types.ts';
import type { Instant } from '../../machinery/instant.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';

/** Something else a description needs: one GET. A list is asked for page by page. */
export interface RelatedQuery {
  readonly path: string;
  readonly type: 'list' | 'object';
  readonly query?: Readonly<Record<string, string>>;
  /** What a failure means: the command fails, or the describer says so or leaves it out. */
  readonly failure: 'fails' | 'is told';
}

/** What came of the queries, under the names they were asked by. */
export interface Related {
  /** Empty where the query failed. */
  list<T extends KubeObject>(name: string): readonly T[];
  object<T extends KubeObject>(name: string): T | undefined;
  /** The text of what went wrong. */
  error(name: string): string | undefined;
}

export interface Description<T> {
  readonly object: T;
  readonly related: Related;
  /** Undefined when events are not to be shown. */
  readonly events: readonly Event[] | undefined;
  readonly now: Instant;
}

/** The client's face of a kind: pure but for what is handed in. */
export interface Describer<T extends KubeObject = KubeObject> {
  /** What else to fetch, by name. */
  readonly related?: (object: T) => Readonly<Record<string, RelatedQuery>>;
  /**
   * Whose events are shown: those about the `object`; a `pod`'s, found without its kind; a `node`'s, which kubelets
   * record under the node's name as uid; `none` for kinds whose description ends without.
   */
  readonly events?: 'object' | 'pod' | 'node' | 'none';
  readonly describe: (description: Description<T>) => string;
}

/** Types of the kind are the describer's own business: the list holds them erased. */
export function defineDescriber<T extends KubeObject>(describer: Describer<T>): Describer {
  return {
    ...(describer.events === undefined ? {} : { events: describer.events }),
    ...(describer.related === undefined
      ? {}
      : { related: (object) => describer.related?.(object as T) ?? {} }),
    describe: (description) => describer.describe({ ...description, object: description.object as T }),
  };
}

/** A namespaced list of a core or grouped resource. */
export function listQuery(
  root: string,
  namespace: string | undefined,
  resource: string,
  query: Readonly<Record<string, string>> = {},
  failure: RelatedQuery['failure'] = 'fails',
): RelatedQuery {
  const scope = namespace === undefined || namespace === '' ? '' : `/namespaces/${namespace}`;
  return { path: `${root}${scope}/${resource}`, type: 'list', query, failure };
}

/** Related objects as they were found; also for tests. */
export function relatedFrom(
  found: Readonly<Record<string, readonly KubeObject[] | KubeObject | Error>>,
): Related {
  return {
    list: <T extends KubeObject>(name: string) => {
      const value = found[name];
      return (Array.isArray(value) ? value : []) as readonly T[];
    },
    object: <T extends KubeObject>(name: string) => {
      const value = found[name];
      if (value === undefined || value instanceof Error || Array.isArray(value)) return undefined;
      return value as T;
    },
    error: (name) => {
      const value = found[name];
      return value instanceof Error ? value.message : undefined;
    },
  };
}
