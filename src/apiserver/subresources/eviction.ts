import type { Kind } from '../../kinds/kind.ts';
import { isFields } from '../../machinery/json.ts';
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
  const wanted = isFields(body) && isFields(body['deleteOptions']) ? body['deleteOptions'] : {};
  const request = deleteRequestFrom(wanted, {});
  deleteObject(backend, kind, ref, { ...request, dryRun: request.dryRun || options.dryRun });
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
}
