import { YamlFault } from './fault.ts';
import { Scanner, type Token, type TokenType } from './scanner.ts';

/** What go-yaml finds wrong with the first document of a text; undefined when its grammar holds. */
export function documentFault(text: string): string | undefined {
  if (CONTROL.test(text)) return 'control characters are not allowed';
  const scanner = new Scanner(text);
  try {
    document(scanner);
    return undefined;
  } catch (error) {
    if (error instanceof YamlFault) return error.message;
    throw error;
  }
}

const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u0084\u0086-\u009f\ud800-\udfff\ufffe\uffff]/u;

function document(scanner: Scanner): void {
  while (scanner.peek().type === 'document end') scanner.next();
  const directives = isOneOf(scanner, 'directive', 'foreign version');
  while (isOneOf(scanner, 'directive', 'foreign version')) {
    const token = scanner.next();
    if (token.type === 'foreign version') fail('found incompatible YAML document', token);
  }
  const { type } = scanner.peek();
  if (type === 'document start') scanner.next();
  else if (directives) fail('did not find expected <document start>', scanner.peek());
  const first = scanner.peek().type;
  if (first === 'stream end' || first === 'document end' || first === 'document start') return;
  node(scanner, 'block');
  // The end of the document is looked for, whatever stands there.
  scanner.peek();
}

type Place = 'block' | 'flow' | 'block or indentless';

function node(scanner: Scanner, place: Place): void {
  if (scanner.peek().type === 'alias') {
    scanner.next();
    return;
  }
  let properties = false;
  while (scanner.peek().type === 'anchor' || scanner.peek().type === 'tag') {
    properties = true;
    scanner.next();
  }
  const token = scanner.peek();
  if (place === 'block or indentless' && token.type === 'block entry') indentless(scanner);
  else if (token.type === 'scalar') scanner.next();
  else if (token.type === '[') flowSequence(scanner);
  else if (token.type === '{') flowMapping(scanner);
  else if (place !== 'flow' && token.type === 'block sequence') blockSequence(scanner);
  else if (place !== 'flow' && token.type === 'block mapping') blockMapping(scanner);
  else if (!properties) fail('did not find expected node content', token);
}

const isOneOf = (scanner: Scanner, ...types: readonly TokenType[]): boolean =>
  types.includes(scanner.peek().type);

function blockSequence(scanner: Scanner): void {
  scanner.next();
  while (scanner.peek().type === 'block entry') {
    scanner.next();
    if (!isOneOf(scanner, 'block entry', 'block end')) node(scanner, 'block');
  }
  if (scanner.peek().type !== 'block end') fail("did not find expected '-' indicator", scanner.peek());
  scanner.next();
}

/** A sequence that stands as far left as the key before it. */
function indentless(scanner: Scanner): void {
  while (scanner.peek().type === 'block entry') {
    scanner.next();
    if (!isOneOf(scanner, 'block entry', 'key', 'value', 'block end')) node(scanner, 'block');
  }
}

function blockMapping(scanner: Scanner): void {
  scanner.next();
  for (;;) {
    if (scanner.peek().type === 'key') {
      scanner.next();
      if (!isOneOf(scanner, 'key', 'value', 'block end')) node(scanner, 'block or indentless');
    } else if (scanner.peek().type === 'block end') break;
    else fail('did not find expected key', scanner.peek());
    if (scanner.peek().type !== 'value') continue;
    scanner.next();
    if (!isOneOf(scanner, 'key', 'value', 'block end')) node(scanner, 'block or indentless');
  }
  scanner.next();
}

function flowSequence(scanner: Scanner): void {
  scanner.next();
  for (let first = true; scanner.peek().type !== ']'; first = false) {
    if (!first) {
      if (scanner.peek().type !== ',') fail("did not find expected ',' or ']'", scanner.peek());
      scanner.next();
      if (scanner.peek().type === ']') break;
    }
    if (scanner.peek().type === 'key') pair(scanner);
    else node(scanner, 'flow');
  }
  scanner.next();
}

/** `[a: b]`: a mapping of one. */
function pair(scanner: Scanner): void {
  scanner.next();
  if (!isOneOf(scanner, 'value', ',', ']')) node(scanner, 'flow');
  if (scanner.peek().type !== 'value') return;
  scanner.next();
  if (!isOneOf(scanner, ',', ']')) node(scanner, 'flow');
}

function flowMapping(scanner: Scanner): void {
  scanner.next();
  for (let first = true; scanner.peek().type !== '}'; first = false) {
    if (!first) {
      if (scanner.peek().type !== ',') fail("did not find expected ',' or '}'", scanner.peek());
      scanner.next();
      if (scanner.peek().type === '}') break;
    }
    if (scanner.peek().type === 'key') {
      scanner.next();
      if (!isOneOf(scanner, 'value', ',', '}')) node(scanner, 'flow');
    } else node(scanner, 'flow');
    if (scanner.peek().type !== 'value') continue;
    scanner.next();
    if (!isOneOf(scanner, ',', '}')) node(scanner, 'flow');
  }
  scanner.next();
}

function fail(problem: string, token: Token): never {
  throw new YamlFault(problem, token.start, 'parser');
}
