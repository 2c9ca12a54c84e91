/** What a request is answered with, before the clock is put to it. */
export interface Answer {
  readonly code: number;
  readonly body: unknown;
  /** Texts of Warning headers, in order. */
  readonly warnings?: readonly string[];
}
