import { type Characters, isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';

// Reads over scalars, only to find their ends and what is wrong with them.

/** Plain text; true when it ended after a line break, so that a key may follow. */
export function skipPlain(input: Characters, indent: number, place: 'block' | 'flow'): boolean {
  let leadingBlanks = false;
  while (!input.atDocumentMark() && input.peek() !== '#') {
    while (!isBlankOrEnd(input.peek()) && !endsPlain(input, place)) {
      leadingBlanks = false;
      input.skip();
    }
    if (!isBlank(input.peek()) && !isBreak(input.peek())) break;
    while (isBlank(input.peek()) || isBreak(input.peek())) {
      if (isBreak(input.peek())) {
        leadingBlanks = true;
        input.skipLine();
        continue;
      }
      if (leadingBlanks && input.column < indent && input.peek() === '\t') {
        input.fail('found a tab character that violates indentation');
      }
      input.skip();
    }
    if (place === 'block' && input.column < indent) break;
  }
  return leadingBlanks;
}

function endsPlain(input: Characters, place: 'block' | 'flow'): boolean {
  const character = input.peek();
  if (character === ':' && isBlankOrEnd(input.peek(1))) return true;
  return (
    place === 'flow' && (',[]{}'.includes(character) || (character === '?' && isBlankOrEnd(input.peek(1))))
  );
}

/** Quoted text, from its first quote to behind its last. */
export function skipQuoted(input: Characters, quote: '"' | "'"): void {
  input.skip();
  for (;;) {
    if (input.atDocumentMark()) input.fail('found unexpected document indicator');
    const character = input.peek();
    if (character === '') endOfStream(input);
    if (character === quote) {
      if (quote === '"' || input.peek(1) !== "'") break;
      input.skip(2);
    } else if (character === '\\' && quote === '"') skipEscape(input);
    else if (isBreak(character)) input.skipLine();
    else input.skip();
  }
  input.skip();
}

/** go-yaml puts the end of the text on a line of its own. */
function endOfStream(input: Characters): never {
  return input.fail('found unexpected end of stream');
}

const DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function skipEscape(input: Characters): void {
  const letter = input.peek(1);
  if (isBreak(letter)) {
    input.skip();
    input.skipLine();
    return;
  }
  const digits = DIGITS[letter] ?? 0;
  if (digits === 0 && !'0abt\tnvfre "\'/\\N_LP'.includes(letter || '?'))
    input.fail('found unknown escape character');
  input.skip(2);
  for (let i = 0; i < digits; i++) {
    if (!/[0-9a-fA-F]/.test(input.peek(i))) input.fail('did not find expected hexdecimal number');
  }
  input.skip(digits);
}

/** A literal or folded block. */
export function skipBlock(input: Characters, parentIndent: number): void {
  input.skip();
  let increment = 0;
  for (let part = 0; part < 2; part++) {
    if (/[-+]/.test(input.peek())) input.skip();
    else if (/[0-9]/.test(input.peek())) {
      if (input.peek() === '0') input.fail('found an indentation indicator equal to 0');
      increment = Number(input.peek());
      input.skip();
    }
  }
  while (isBlank(input.peek())) input.skip();
  if (input.peek() === '#') while (!isBreakOrEnd(input.peek())) input.skip();
  if (!isBreakOrEnd(input.peek())) input.fail('did not find expected comment or line break');
  if (isBreak(input.peek())) input.skipLine();
  const given = increment === 0 ? 0 : parentIndent >= 0 ? parentIndent + increment : increment;
  const indent = skipBlockBreaks(input, given, parentIndent);
  while (input.column === indent && input.peek() !== '') {
    while (!isBreakOrEnd(input.peek())) input.skip();
    if (isBreak(input.peek())) input.skipLine();
    skipBlockBreaks(input, indent, parentIndent);
  }
}

/** Over empty lines and the indentation of the next; finds the indentation where none is given. */
function skipBlockBreaks(input: Characters, indent: number, parentIndent: number): number {
  let widest = 0;
  for (;;) {
    while ((indent === 0 || input.column < indent) && input.peek() === ' ') input.skip();
    widest = Math.max(widest, input.column);
    if ((indent === 0 || input.column < indent) && input.peek() === '\t') {
      input.fail('found a tab character where an indentation space is expected');
    }
    if (!isBreak(input.peek())) break;
    input.skipLine();
  }
  return indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent;
}
