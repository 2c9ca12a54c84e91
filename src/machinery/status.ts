import { type FieldError, fieldErrorBody, fieldErrorText } from './field-path.ts';

export type StatusReason =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Invalid'
  | 'BadRequest'
  | 'Unauthorized'
  | 'Forbidden'
  | 'Expired'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'UnsupportedMediaType'
  | 'TooManyRequests'
  | 'RequestEntityTooLarge'
  | 'Timeout'
  | 'ServiceUnavailable'
  | 'InternalError'
  | '';

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** metav1.Status as it travels. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  /** A list whose continuation has expired says here where one may go on all the same. */
  readonly metadata: { readonly continue?: string };
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: StatusReason;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly causes?: readonly StatusCause[];
    readonly retryAfterSeconds?: number;
  };
  readonly code?: number;
}

/** The API said no: exit 1, `Error from server (NotFound): ...`. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: Status;
  constructor(status: Status) {
    super(status.message ?? '');
    this.status = status;
  }
}

/** How errors name a resource: `deployments.apps`, `pods`. */
export interface GroupResource {
  readonly group: string;
  readonly plural: string;
}
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
  /** The group that upstream's scheme knows the kind by first, where it is another: refusals of an object name it. */
  readonly schemeGroup?: string | undefined;
}

export const qualified = (group: string, word: string): string => (group === '' ? word : `${word}.${group}`);

export function failure(
  code: number,
  reason: StatusReason,
  message: string,
  details?: Status['details'],
): StatusError {
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  });
}

const about = (resource: GroupResource, name: string): Status['details'] => ({
  name,
  ...(resource.group === '' ? {} : { group: resource.group }),
  kind: resource.plural,
});

export function notFound(resource: GroupResource, name: string): StatusError {
  const text = `${qualified(resource.group, resource.plural)} ${JSON.stringify(name)} not found`;
  return failure(404, 'NotFound', text, about(resource, name));
}

export function alreadyExists(resource: GroupResource, name: string): StatusError {
  const text = `${qualified(resource.group, resource.plural)} ${JSON.stringify(name)} already exists`;
  return failure(409, 'AlreadyExists', text, about(resource, name));
}

export function conflict(resource: GroupResource, name: string, why: string): StatusError {
  const text = `Operation cannot be fulfilled on ${qualified(resource.group, resource.plural)} ${JSON.stringify(name)}: ${why}`;
  return failure(409, 'Conflict', text, about(resource, name));
}

export function forbiddenRequest(resource: GroupResource, name: string, why: string): StatusError {
  const subject = `${qualified(resource.group, resource.plural)} ${JSON.stringify(name)}`;
  return failure(403, 'Forbidden', `${subject} is forbidden: ${why}`, about(resource, name));
}

export const badRequest = (message: string): StatusError => failure(400, 'BadRequest', message);

export const methodNotAllowed = (resource: GroupResource, verb: string): StatusError =>
  failure(
    405,
    'MethodNotAllowed',
    `${verb} is not supported on resources of kind "${qualified(resource.group, resource.plural)}"`,
    {
      ...(resource.group === '' ? {} : { group: resource.group }),
      kind: resource.plural,
    },
  );

/** 422 with every fault at once; equal texts are told once, as apimachinery's aggregate does. */
export function invalidObject(kind: GroupKind, name: string, errors: readonly FieldError[]): StatusError {
  const texts = [...new Set(errors.map(fieldErrorText))];
  const told = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  const group = kind.schemeGroup ?? kind.group;
  const message = `${qualified(group, kind.kind)} ${JSON.stringify(name)} is invalid${told === '' ? '' : `: ${told}`}`;
  return failure(422, 'Invalid', message, {
    name,
    ...(group === '' ? {} : { group }),
    kind: kind.kind,
    causes: errors.map((error) => ({
      reason: error.type,
      message: fieldErrorBody(error),
      field: error.field,
    })),
  });
}

export function hasReason(error: unknown, reason: StatusReason): boolean {
  return error instanceof StatusError && error.status.reason === reason;
}
export const isNotFound = (error: unknown): boolean => hasReason(error, 'NotFound');
export const isAlreadyExists = (error: unknown): boolean => hasReason(error, 'AlreadyExists');
export const isConflict = (error: unknown): boolean => hasReason(error, 'Conflict');
export const isInvalid = (error: unknown): boolean => hasReason(error, 'Invalid');
