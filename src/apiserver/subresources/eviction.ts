import type { Kind } from '../../kinds/kind.ts';
import { decode } from '../../kinds/schema/decode.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import type { Status } from '../../machinery/status.ts';
import type { Backend, WriteOptions } from '../backend.ts';
import { deleteObject, deleteRequestFrom } from '../delete.ts';

/** POST pods/NAME/eviction without a budget that speaks against it: a plain DELETE (E-1). */
export function evictPod(
  backend: Backend,
  kind: Kind,
  ref: Ref,
  body: unknown,
  options: WriteOptions,
): Status {
  const { object } = decode('policy/v1.Eviction', body, { apiVersion: 'policy/v1', kind: 'Eviction' });
  const { deleteOptions } = object as { readonly deleteOptions?: unknown };
  const request = deleteRequestFrom(deleteOptions, {});
  deleteObject(backend, kind, ref, { ...request, dryRun: request.dryRun || options.dryRun });
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}
