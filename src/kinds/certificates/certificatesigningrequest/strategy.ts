import type { Time } from '../../../machinery/instant.ts';
import type { Creator } from '../../kind.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from './types.ts';

type Request = CertificateSigningRequest;

/** The request names who made it, whatever it says itself. */
export function createdBy(request: Request, { name, uid, groups, extra }: Creator): Request {
  const { username: _, uid: __, groups: ___, extra: ____, ...spec } = request.spec ?? {};
  return {
    ...request,
    spec: {
      ...spec,
      ...(name === '' ? {} : { username: name }),
      ...(uid === '' ? {} : { uid }),
      ...(groups.length === 0 ? {} : { groups }),
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
  };
}

/** Nothing but metadata changes by the main path. */
export function prepareForUpdate(request: Request, before: Request): Request {
  return { ...before, metadata: request.metadata };
}

/** An approval changes conditions alone. */
export function prepareForApproval(request: Request, before: Request, now: Time): Request {
  const conditions = dated(request, before, now);
  return { ...before, metadata: request.metadata, status: { ...before.status, conditions } };
}

/** A signer writes what it issued; decisions stay as they are. */
export function prepareForStatusUpdate(request: Request, before: Request): Request {
  const { status } = request;
  return { ...before, metadata: request.metadata, ...(status === undefined ? {} : { status }) };
}

/** populateConditionTimestamps. */
function dated(request: Request, before: Request, now: Time): readonly CertificateSigningRequestCondition[] {
  return (request.status?.conditions ?? []).map((condition) => ({
    ...condition,
    lastUpdateTime: condition.lastUpdateTime ?? now,
    lastTransitionTime: condition.lastTransitionTime ?? sinceWhen(condition, before) ?? now,
  }));
}

function sinceWhen({ type, status }: CertificateSigningRequestCondition, before: Request): Time | undefined {
  const same = before.status?.conditions?.find((other) => other.type === type && other.status === status);
  return same?.lastTransitionTime ?? undefined;
}
