import type { Fault } from './scalars.ts';

/** Upstream's bound on strict errors, so that a hostile body cannot grow the answer. */
const STRICT_ERRORS_MOST = 100;

/** Where the decoder is: what Go's errorContext and strict field stack hold. */
export interface DecodeState {
  struct: string;
  readonly fields: string[];
  readonly path: string[];
  /** The first value that did not fit; decoding goes on, a later Stop wins over it. */
  saved: string | undefined;
  readonly strictErrors: Set<string>;
}

export const newState = (): DecodeState => ({
  struct: '',
  fields: [],
  path: [],
  saved: undefined,
  strictErrors: new Set(),
});

/** Go's words for a value that does not fit, naming the innermost struct field that is being read. */
export function faultText(fault: Fault, { struct, fields }: DecodeState): string {
  if (fault.as === 'text') return fault.text;
  const place = fields.length === 0 ? 'Go value' : `Go struct field ${struct}.${fields.join('.')}`;
  return `json: cannot unmarshal ${fault.found} into ${place} of type ${fault.go}`;
}

/** Notes a value that does not fit; the first one is told. */
export function save(fault: Fault, state: DecodeState): void {
  state.saved ??= faultText(fault, state);
}

/** Notes what strict decoding refuses of a key. */
export function addStrictError(text: string, { strictErrors }: DecodeState): void {
  if (strictErrors.size < STRICT_ERRORS_MOST) strictErrors.add(text);
}
