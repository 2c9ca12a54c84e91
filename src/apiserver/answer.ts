/** What a request is answered with, before the clock is put to it. */
export interface Answer {
  readonly code: number;
  readonly body: unknown;
  /** Header fields of whom the answer comes from, where that is somebody else. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts of Warning headers, in order. */
  readonly warnings?: readonly string[];
}
