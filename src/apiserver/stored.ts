import type { Kind } from '../kinds/kind.ts';
import type { KubeObject, Ref } from '../machinery/object-meta.ts';
import { alreadyExists, conflict, notFound } from '../machinery/status.ts';
import { StaleWriteError, type Write } from '../store/store.ts';
import type { Backend } from './backend.ts';
import { settled } from './managed-fields/deferred.ts';
import { keyOf } from './registry.ts';

export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

/** The stored object, or NotFound. */
export function storedObject(backend: Backend, kind: Kind, { namespace, name }: Ref): KubeObject {
  const entry = backend.store.get(keyOf(kind, namespace, name));
  if (entry === undefined) throw notFound(kind, name);
  return entry.value;
}

/** The object as it is told to those who ask. */
export function asRead(backend: Backend, kind: Kind, stored: KubeObject): KubeObject {
  const object = settled(stored);
  if (kind.asRead === undefined) return object;
  return kind.asRead(object, {
    now: backend.now(),
    find: <T extends KubeObject>(other: Kind<T>, { namespace, name }: Ref) =>
      backend.store.get(keyOf(other, namespace, name))?.value as T | undefined,
  });
}

/** Commits one write; what the store calls stale becomes the API's Conflict or AlreadyExists. */
export function commit(backend: Backend, kind: Kind, name: string, write: Write): void {
  try {
    backend.store.commit([write]);
  } catch (error) {
    if (!(error instanceof StaleWriteError)) throw error;
    if (write.expects === 'absent') throw alreadyExists(kind, name);
    throw conflict(kind, name, MODIFIED);
  }
}
