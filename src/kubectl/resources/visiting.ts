import type { Connection } from '../api.ts';
import { Aggregate, asError } from '../errors.ts';
import { localMapping, mapperOf } from './mapper.ts';
import { type AnyList, type AnyObject, isList } from './object.ts';
import type { Info } from './selection.ts';

/** Takes one found thing, or why it could not be made out. */
export type Step = (found: Info | Error) => Promise<void>;
/** Hands over what it finds, one by one; throws what keeps it from finding more. */
export type Source = (step: Step) => Promise<void>;

interface Manner {
  readonly continueOnError?: boolean;
  readonly flatten?: boolean;
  readonly local?: boolean;
}

/** Goes through all sources. Stops at the first error, or goes on and throws all of them in the end. */
export async function visitAll(
  sources: readonly Source[],
  { continueOnError = false }: Manner,
  handle: (info: Info) => Promise<void>,
): Promise<void> {
  if (continueOnError) return visitOn(sources, handle);
  for (const source of sources) {
    await source(async (found) => {
      if (found instanceof Error) throw found;
      await handle(found);
    });
  }
}

async function visitOn(sources: readonly Source[], handle: (info: Info) => Promise<void>): Promise<void> {
  const failed: Error[] = [];
  const unread: Error[] = [];
  for (const source of sources) {
    try {
      await source(async (found) => {
        if (found instanceof Error) unread.push(found);
        else await handle(found).catch((error: unknown) => void failed.push(asError(error)));
      });
    } catch (error) {
      unread.push(asError(error));
    }
  }
  // What could not be read is one error by the side of those of single objects, as kubectl nests them.
  const errors = unread.length > 0 ? [...failed, new Aggregate(unread)] : failed;
  const [only] = errors;
  if (only !== undefined) throw errors.length === 1 ? only : new Aggregate(errors);
}

/** Takes lists apart into their items; what is wrong with items is told together when the list is through. */
export function flattened(connection: Connection, manner: Manner, source: Source): Source {
  if (manner.flatten === false) return source;
  return (step) =>
    source(async (found) => {
      if (found instanceof Error || found.object === undefined || !isList(found.object)) return step(found);
      const errors: Error[] = [];
      for (const item of itemsOf(found.object)) {
        try {
          await step(await itemInfo(connection, manner, found, item));
        } catch (error) {
          errors.push(asError(error));
        }
      }
      if (errors.length > 0) throw new Aggregate(errors);
    });
}

/** Items with their kind: servers leave out what the list already says. */
export function itemsOf(list: AnyList): readonly AnyObject[] {
  return list.items.flatMap((item) => {
    if (isList(item)) return itemsOf(item);
    if (item.kind !== undefined && item.apiVersion !== undefined) return [item];
    return [{ ...item, apiVersion: list.apiVersion, kind: list.kind.replace(/List$/, '') }];
  });
}

async function itemInfo(connection: Connection, manner: Manner, list: Info, item: AnyObject): Promise<Info> {
  const name = text(item.metadata?.name);
  const namespace = text(item.metadata?.namespace);
  const place = { ...list, name, namespace, object: item };
  if (list.source === '') return place;
  if (manner.local === true)
    return { ...place, mapping: localMapping(item.apiVersion, item.kind, namespace) };
  try {
    return { ...place, mapping: await mapperOf(connection).forKind(item.apiVersion, item.kind) };
  } catch (error) {
    throw new Error(`unable to recognize ${asError(error).message}`);
  }
}

/** Items of a list are taken unread: what is no text counts as nothing. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
