import type { ApiRequest } from '../client/transport.ts';
import { type FieldError, forbidden, invalid, required, tooLong } from '../machinery/field-path.ts';
import { invalidObject } from '../machinery/status.ts';
import { PATCH_TYPES } from './patch-types.ts';

const MANAGER_LENGTH_MOST = 128;
/** The manager of those who name none, not even in their User-Agent. */
const NO_AGENT = 'kubectl';

/** How a request wants its write to be done. Throws Invalid for what cannot be meant. */
export function optionsFrom(request: ApiRequest): { readonly dryRun: boolean; readonly manager: string } {
  const { query } = request;
  refuseFaults(request);
  return {
    dryRun: (query['dryRun'] ?? '') !== '',
    manager: query['fieldManager'] || request.agent || NO_AGENT,
  };
}

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  PATCH: 'PatchOptions',
};

function refuseFaults({ method, query, contentType }: ApiRequest): void {
  const manager = query['fieldManager'] ?? '';
  const errors = [
    ...(method === 'PATCH' ? patchFaults(contentType === PATCH_TYPES.apply, manager, query['force']) : []),
    ...managerFaults(manager),
  ];
  if (errors.length > 0)
    throw invalidObject({ group: 'meta.k8s.io', kind: OPTIONS[method] ?? 'DeleteOptions' }, '', errors);
}

function patchFaults(isApply: boolean, manager: string, force: string | undefined): readonly FieldError[] {
  if (isApply) return manager === '' ? [required('fieldManager', 'is required for apply patch')] : [];
  return force === undefined ? [] : [forbidden('force', 'may not be specified for non-apply patch')];
}

function managerFaults(manager: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (new TextEncoder().encode(manager).length > MANAGER_LENGTH_MOST)
    errors.push(tooLong('fieldManager', MANAGER_LENGTH_MOST));
  let at = 0;
  for (const letter of manager) {
    if (/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(letter))
      errors.push(
        invalid('fieldManager', manager, `invalid character ${showRune(letter)} (at position ${at})`),
      );
    at += new TextEncoder().encode(letter).length;
  }
  return errors;
}

/** Go's %#U of a letter that cannot be printed. */
const showRune = (letter: string): string =>
  `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
