/** Something to replay: a manifest of the corpus, a recorded session, a recorded run. */
export interface Item {
  readonly part: 'corpus' | 'golden' | 'runs';
  readonly name: string;
}

/** One answer compared. */
export interface Check {
  readonly title: string;
  readonly same: boolean;
  /** It differs, and DEVIATIONS.md says why. */
  readonly agreed?: true;
  /** Nobody knows what an older kubectl says: it is not compared. */
  readonly untold?: true;
  /** What differs, in words that are equal for equal causes. */
  readonly differences?: readonly string[];
  /** Both sides, for those who look closer. */
  readonly details?: string;
}

export interface Result {
  readonly checks: readonly Check[];
  /** Why it was not replayed. */
  readonly leftOut?: string;
  /** What it asks for besides the common kinds (needs.ts). */
  readonly needs?: readonly string[];
  /** The known differences between versions that were met. */
  readonly rules?: readonly string[];
}

export const passes = (title: string): Check => ({ title, same: true });

/** Both texts, line by line where they differ. */
export function textDetails(word: string, expected: string, actual: string): string {
  return expected === actual ? '' : `  ${word} expected:\n${expected}\n  ${word} actual:\n${actual}\n`;
}

/** The first line that differs, as a cause. */
export function textDifference(word: string, expected: string, actual: string): string {
  const left = expected.split('\n');
  const right = actual.split('\n');
  const at = left.findIndex((line, index) => line !== right[index]);
  const index = at === -1 ? left.length : at;
  return `${word}: ${JSON.stringify(left[index] ?? '(nothing)')} became ${JSON.stringify(right[index] ?? '(nothing)')}`;
}
