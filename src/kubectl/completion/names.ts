import type { Context } from '../command.ts';
import { fetchList } from '../related.ts';
import { mapperOf, resourcePath } from '../resources/mapper.ts';

/** Names of objects of one or more types; what cannot be asked for is not offered. */
export async function names(types: string, part: string, context: Context): Promise<readonly string[]> {
  const found: string[] = [];
  for (const type of types.split(',')) {
    try {
      const mapping = await mapperOf(context).forWord(type);
      const path = resourcePath(mapping, mapping.namespaced ? context.config.namespace : '');
      for (const { metadata } of await fetchList(context, path, {}, 500)) found.push(metadata.name);
    } catch {
      // A type nobody knows has no names.
    }
  }
  return found.filter((name) => name.startsWith(part));
}

/** `deployments/w` to `deployments/web`. */
export async function namesBelow(part: string, context: Context): Promise<readonly string[]> {
  const type = part.slice(0, part.indexOf('/'));
  const found = await names(type, part.slice(type.length + 1), context);
  return found.map((name) => `${type}/${name}`);
}
