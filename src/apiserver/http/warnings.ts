/** Once all texts together are longer than this, each is cut, and what is still too much is left out (as upstream). */
const LONGEST_TOGETHER = 4096;
const LONGEST_WHEN_CUT = 256;

/** Warning headers, each text once, in order. */
export function warningHeaders(texts: readonly string[]): readonly string[] {
  const unique = [...new Set(texts)];
  if (lengthOf(unique) <= LONGEST_TOGETHER) return unique.map(header);
  const cut = unique.map((text) => [...text].slice(0, LONGEST_WHEN_CUT).join(''));
  const fitting = cut.filter((_, i) => lengthOf(cut.slice(0, i + 1)) <= LONGEST_TOGETHER);
  return fitting.map(header);
}

const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + [...text].length, 0);

/** `299 - "text"`, quoted as Go does; headers are bytes, and these are those of UTF-8. */
function header(text: string): string {
  const quoted = text.replace(/[\\"]/g, '\\$&').replace(/[\x00-\x1f\x7f]/g, ' ');
  return `299 - "${Buffer.from(quoted).toString('latin1')}"`;
}
