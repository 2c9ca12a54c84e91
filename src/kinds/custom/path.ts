import { compileJsonPath } from '../../machinery/json-path.ts';
import { StatusError } from '../../machinery/status.ts';

/** What a path of a definition finds in an object. */
export type Finder = (object: unknown) => readonly unknown[];

/** Reads a path such as `.spec.replicas`; undefined where it cannot be read. An object made otherwise than it thinks holds nothing. */
export function finderOf(text: string): Finder | undefined {
  const path = unlessRefused(() => compileJsonPath(`{${text}}`, { allowMissingKeys: true }));
  return path && ((object) => unlessRefused(() => path.find(object)[0]) ?? []);
}

/** The JSONPath library refuses what it cannot read or follow. */
function unlessRefused<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return undefined;
  }
}
