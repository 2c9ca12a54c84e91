import { type Finder, type Found, linearFinder } from './linear.ts';
import { ShellProblem } from './shell.ts';

/** Steps that JavaScript's matcher, which tries everything, may need at most for a text. */
const STEPS_MOST = 500_000;
/** Nobody waits for more, even where there is no other way. */
const PATIENCE = 1_000_000_000;

/**
 * A regular expression in JavaScript's words that takes no longer than its text is long. JavaScript's own matcher is the
 * fastest where an expression is simple or a text short; what it might try for ever is left to one that is linear.
 */
export class Expression {
  private readonly native: RegExp;
  private readonly degree: number;
  /** Undefined until it is needed. */
  private linear: Finder | 'none' | undefined;

  /** Throws a SyntaxError where it is none. */
  constructor(source: string, ignoresCase = false) {
    this.native = new RegExp(source, ignoresCase ? 'gi' : 'g');
    this.degree = degreeOf(source);
  }

  test(text: string): boolean {
    return this.first(text) !== undefined;
  }

  first(text: string, from = 0): Found | undefined {
    const steps = Math.max(1, text.length) ** this.degree;
    if (this.degree > 1 && steps > STEPS_MOST) {
      this.linear ??= linearFinder(this.native.source, this.native.ignoreCase) ?? 'none';
      if (this.linear !== 'none') return this.linear(text, from);
      if (steps > PATIENCE) throw new ShellProblem('Regular expression too big');
    }
    this.native.lastIndex = from;
    const found = this.native.exec(text);
    return found === null ? undefined : { index: found.index, texts: [...found] };
  }

  /** From left to right; an empty match is none right behind another one. */
  *all(text: string): Generator<Found, void, void> {
    let from = 0;
    let lastEnd = -1;
    while (from <= text.length) {
      const found = this.first(text, from);
      if (found === undefined) return;
      const end = found.index + (found.texts[0]?.length ?? 0);
      if (end > found.index || end !== lastEnd) yield found;
      from = end > found.index ? end : end + 1;
      lastEnd = end;
    }
  }

  /** The text with something else for each match; `by` is told which one it is, from 1 on. */
  replaced(
    text: string,
    by: (found: Found, count: number) => string,
    most = Number.POSITIVE_INFINITY,
  ): string {
    let result = '';
    let place = 0;
    let count = 0;
    for (const found of this.all(text)) {
      result += text.slice(place, found.index) + by(found, ++count);
      place = found.index + (found.texts[0]?.length ?? 0);
      if (count >= most) break;
    }
    return result + text.slice(place);
  }

  /** What lies between the matches. */
  parts(text: string): string[] {
    const parts: string[] = [];
    let place = 0;
    for (const { index, texts } of this.all(text)) {
      const length = texts[0]?.length ?? 0;
      if (length === 0) continue;
      parts.push(text.slice(place, index));
      place = index + length;
    }
    return [...parts, text.slice(place)];
  }
}

/**
 * To which power of the text's length the tries may grow: one for each repetition without a bound, one for the place where
 * it begins; a repetition of repetitions or of choices has none.
 */
function degreeOf(source: string): number {
  const plain = source.replace(/\\[\s\S]/g, 'x').replace(/\[(?:[^\]])*\]/g, 'x');
  if (hasNested(plain)) return NESTED;
  const repetitions = plain.match(/[*+]|\{\d+,\}|\{\d*,?\d{2,}\}/g)?.length ?? 0;
  return repetitions + (plain.startsWith('^') ? 0 : 1);
}

/** A text of a few signs is tried through, a longer one is not. */
const NESTED = 8;

/** Whether anything is repeated within what is repeated. */
function hasNested(plain: string): boolean {
  const inside: boolean[] = [];
  let last = false;
  for (let place = 0; place < plain.length; place++) {
    const sign = plain[place] ?? '';
    if (sign === '(') {
      inside.push(false);
      if (plain[place + 1] === '?') place++;
    } else if (sign === ')') {
      last = inside.pop() ?? false;
      if (inside.length > 0 && last) inside[inside.length - 1] = true;
      if (last && /[*+{]/.test(plain[place + 1] ?? '')) return true;
    } else if (/[*+{|]/.test(sign) && inside.length > 0) inside[inside.length - 1] = true;
  }
  return false;
}
