import { failure, StatusError } from '../../machinery/status.ts';

/** The API's refusal of a call, if it refused; anything else flies on. */
export function refusal(call: () => void): StatusError | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
}

/** The cause a create is refused with while its namespace is being deleted (C-11). */
export function isNamespaceTerminating(error: StatusError): boolean {
  return error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false;
}

/** A controller's own complaint, retried like a refusal of the API. */
export const failed = (message: string): StatusError => failure(500, 'InternalError', message);

/** Several complaints as one, as apimachinery's aggregate tells them: equal texts once. */
export function aggregate(errors: readonly StatusError[]): StatusError | undefined {
  const [first] = errors;
  if (first === undefined || errors.length === 1) return first;
  const texts = [...new Set(errors.map((error) => error.message))];
  return failed(texts.length === 1 ? first.message : `[${texts.join(', ')}]`);
}
