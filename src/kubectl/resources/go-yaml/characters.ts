import { type Mark, YamlFault } from './fault.ts';

/** A text read character by character, with its place. The end reads as ''. */
export class Characters {
  private readonly text: string;
  private position = 0;
  line = 0;
  column = 0;

  constructor(text: string) {
    this.text = text.replace(/\r\n?/g, '\n');
  }

  peek(ahead = 0): string {
    return this.text[this.position + ahead] ?? '';
  }

  get index(): number {
    return this.position;
  }

  mark(): Mark {
    return { line: this.line, column: this.column };
  }

  skip(count = 1): void {
    this.position += count;
    this.column += count;
  }

  skipLine(): void {
    this.position++;
    this.column = 0;
    this.line++;
  }

  /** `---` or `...` alone at the beginning of a line. */
  atDocumentMark(): boolean {
    const three = this.text.slice(this.position, this.position + 3);
    return this.column === 0 && (three === '---' || three === '...') && isBlankOrEnd(this.peek(3));
  }

  fail(problem: string): never {
    throw new YamlFault(problem, this.mark(), 'scanner');
  }
}

export const isBreak = (character: string): boolean =>
  character === '\n' || character === '\u0085' || character === '\u2028' || character === '\u2029';
export const isBlank = (character: string): boolean => character === ' ' || character === '\t';
export const isBreakOrEnd = (character: string): boolean => character === '' || isBreak(character);
export const isBlankOrEnd = (character: string): boolean => isBlank(character) || isBreakOrEnd(character);
