/** What the shell is to do beside offering words, as cobra tells it; numbers add up. */
export const DIRECTIVES = { Default: 0, NoSpace: 2, NoFileComp: 4, FilterFileExt: 8 } as const;

export interface Candidates {
  /** A word, or a word, a tab and what it means. */
  readonly words: readonly string[];
  readonly directive: number;
}

/** Words, and no files. */
export const only = (words: readonly string[]): Candidates => ({ words, directive: DIRECTIVES.NoFileComp });
