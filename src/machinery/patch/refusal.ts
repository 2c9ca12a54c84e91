import { badRequest, failure, type StatusError } from '../status.ts';

/** Why a patch cannot be applied: the server's answer, with upstream's own words as the cause for clients. */
function refusal(answer: StatusError, words: string): StatusError {
  answer.cause = words;
  return answer;
}

/** 400 with the words themselves. */
export const malformed = (words: string): StatusError => refusal(badRequest(words), words);

/** A plain Go error: the server answers it with 500 and no reason. */
export const plainError = (words: string): StatusError => refusal(failure(500, '', words), words);

/** 422 in general terms: the server keeps the words to itself. */
export function unprocessable(words: string): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  return refusal(failure(422, 'Invalid', message, {}), words);
}

/** The words of a patch's failure, as a client that patches by itself prints them. */
export function patchFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return typeof error.cause === 'string' ? error.cause : error.message;
}
