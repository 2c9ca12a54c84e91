/** Where something stands: lines and columns from 0. */
export interface Mark {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a text, as go-yaml tells it: `line 3: did not find expected key`. */
export class YamlFault extends Error {
  override readonly name = 'YamlFault';

  /** The scanner names the line it is in; the parser, counting from 0, the one before. Line 0 is not named at all. */
  constructor(problem: string, mark: Mark, by: 'scanner' | 'parser') {
    const line = mark.line === 0 ? 0 : by === 'scanner' ? mark.line + 1 : mark.line;
    super(line === 0 ? problem : `line ${line}: ${problem}`);
  }
}
