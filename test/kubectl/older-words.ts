/** What older versions of kubectl say otherwise than the one whose words the transcripts write down. */
interface Change {
  readonly reason: string;
  /** The minor version from which on it is said as it is written. */
  readonly since: number;
  readonly pairs: readonly (readonly [RegExp, string])[];
}

const changes: readonly Change[] = [];

/** A text as that version of kubectl says it. */
export function olderWords(version: string): (text: string) => string {
  const minor = Number(version.slice(2));
  const pairs = changes.filter(({ since }) => minor < since).flatMap((change) => change.pairs);
  return (text) => pairs.reduce((result, [pattern, words]) => result.replace(pattern, words), text);
}
