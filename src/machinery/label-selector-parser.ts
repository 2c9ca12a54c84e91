import { type FieldError, fieldErrorText, invalid, invalidShown, unsupported } from './field-path.ts';
import { compareText } from './json.ts';
import { labelValue, qualifiedName } from './names.ts';
import { badRequest, type StatusError } from './status.ts';

export type Operator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

type TokenType = Operator | '(' | ')' | ',' | 'identifier' | 'end' | 'error';
const SYMBOLS: ReadonlyMap<string, TokenType> = new Map([
  [')', ')'],
  [',', ','],
  ['!', '!'],
  ['==', '=='],
  ['=', '='],
  ['>', 'gt'],
  ['in', 'in'],
  ['<', 'lt'],
  ['!=', '!='],
  ['notin', 'notin'],
  ['(', '('],
]);
const BINARY_OPERATORS: readonly Operator[] = ['in', 'notin', '=', '==', '!=', 'gt', 'lt'];
const OPERATORS: readonly Operator[] = [...BINARY_OPERATORS, 'exists', '!'];

interface Token {
  readonly type: TokenType;
  readonly literal: string;
}

/** The tokens and how many of them are read. */
interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}
const END: Token = { type: 'end', literal: '' };

/** Reads `app=web,tier in (a,b),!old` with labels.Parse's grammar and words. */
export function parseRequirements(text: string): readonly Requirement[] {
  const cursor: Cursor = { tokens: scan(text), at: 0 };
  const requirements: Requirement[] = [];
  for (;;) {
    const next = peek(cursor);
    if (next.type === 'end') break;
    if (next.type !== 'identifier' && next.type !== '!') {
      throw unexpected(next, ", expected: !, identifier, or 'end of string'");
    }
    requirements.push(explained(() => readRequirement(cursor)));
    const separator = take(cursor);
    if (separator.type === 'end') break;
    if (separator.type !== ',') throw unexpected(separator, ", expected: ',' or 'end of string'");
    const following = peek(cursor);
    if (following.type !== 'identifier' && following.type !== '!') {
      throw unexpected(following, ", expected: identifier after ','");
    }
  }
  return byKey(requirements);
}

function readRequirement(cursor: Cursor): Requirement {
  const first = take(cursor);
  const negated = first.type === '!';
  const key = negated ? take(cursor) : first;
  if (key.type !== 'identifier') throw unexpected(key, ', expected: identifier');
  const faults = qualifiedName(key.literal);
  // Upstream prints its missing path in this place.
  if (faults.length > 0) throw badRequest(fieldErrorText(invalid('<nil>', key.literal, faults.join('; '))));
  const next = peek(cursor);
  const ends = next.type === 'end' || next.type === ',';
  if (ends) return newRequirement(key.literal, negated ? '!' : 'exists', []);
  if (negated) return newRequirement(key.literal, '!', []);
  const word = cursor.tokens[cursor.at++] ?? END;
  const operator = BINARY_OPERATORS.find((one) => one === word.type);
  if (operator === undefined) throw unexpected(word, `, expected: ${BINARY_OPERATORS.join(', ')}`);
  const values = operator === 'in' || operator === 'notin' ? readValueSet(cursor) : readExactValue(cursor);
  return newRequirement(key.literal, operator, values.toSorted(compareText));
}

function readExactValue(cursor: Cursor): readonly string[] {
  const next = peek(cursor);
  if (next.type === 'end' || next.type === ',') return [''];
  cursor.at++;
  if (next.type !== 'identifier') throw unexpected(next, ', expected: identifier');
  return [next.literal];
}

function readValueSet(cursor: Cursor): readonly string[] {
  const open = take(cursor);
  if (open.type !== '(') throw unexpected(open, " expected: '('");
  const first = peek(cursor);
  if (first.type === ')') {
    cursor.at++;
    return [''];
  }
  if (first.type !== 'identifier' && first.type !== ',') {
    throw unexpected(first, ", expected: ',', ')' or identifier");
  }
  const values = readIdentifiers(cursor);
  cursor.at++;
  return values;
}

/** Up to the closing parenthesis; nothing between two commas is the empty value. */
function readIdentifiers(cursor: Cursor): readonly string[] {
  const values = new Set<string>();
  for (;;) {
    const token = take(cursor);
    const next = peek(cursor);
    if (token.type === 'identifier') {
      values.add(token.literal);
      if (next.type === ')') return [...values];
      if (next.type !== ',') throw unexpected(next, ", expected: ',' or ')'");
    } else if (token.type === ',') {
      if (values.size === 0) values.add('');
      if (next.type === ')') return [...values.add('')];
      if (next.type === ',') {
        cursor.at++;
        values.add('');
      }
    } else throw unexpected(token, ", expected: ',', or identifier");
  }
}

/** Within values the words `in` and `notin` are plain text. */
const asValue = (token: Token): Token =>
  token.literal === 'in' || token.literal === 'notin'
    ? { type: 'identifier', literal: token.literal }
    : token;
const peek = ({ tokens, at }: Cursor): Token => asValue(tokens[at] ?? END);
const take = (cursor: Cursor): Token => asValue(cursor.tokens[cursor.at++] ?? END);

const unexpected = (token: Token, expected: string): StatusError =>
  badRequest(`found '${token.literal}'${expected}`);

function explained(read: () => Requirement): Requirement {
  try {
    return read();
  } catch (error) {
    throw badRequest(
      `unable to parse requirement: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

export const byKey = (requirements: readonly Requirement[]): readonly Requirement[] =>
  requirements.toSorted((a, b) => compareText(a.key, b.key));

const isSpace = (letter: string): boolean =>
  letter === ' ' || letter === '\t' || letter === '\r' || letter === '\n';
const isSymbol = (letter: string): boolean => '=!(),><'.includes(letter);

function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (isSpace(letter)) at++;
    // Upstream's lexer takes a zero byte for the end of the text.
    else if (letter === '\0') break;
    else if (isSymbol(letter)) {
      const token = scanSymbol(text, at);
      tokens.push(token);
      at += token.length;
    } else {
      let end = at;
      while (end < text.length && !isSymbol(text.charAt(end)) && !isSpace(text.charAt(end))) end++;
      const literal = text.slice(at, end);
      tokens.push({ type: SYMBOLS.get(literal) ?? 'identifier', literal });
      at = end;
    }
  }
  return tokens;
}

/** The longest operator at this place; `length` is what was read, which the error's literal is not. */
function scanSymbol(text: string, start: number): Token & { readonly length: number } {
  let found: Token | undefined;
  let end = start;
  while (end < text.length && isSymbol(text.charAt(end))) {
    const literal = text.slice(start, end + 1);
    const type = SYMBOLS.get(literal);
    if (type === undefined && found !== undefined) break;
    if (type !== undefined) found = { type, literal };
    end++;
  }
  if (found !== undefined) return { ...found, length: end - start };
  const literal = `error expected: keyword found '${text.slice(start, end)}'`;
  return { type: 'error', literal, length: end - start };
}

/** labels.NewRequirement: a requirement whose key, operator and values fit together, or all that is wrong. */
export function newRequirement(key: string, operator: Operator, values: readonly string[]): Requirement {
  const errors = requirementErrors(key, operator, values);
  if (errors.length === 0) return { key, operator, values };
  const texts = [...new Set(errors.map(fieldErrorText))];
  throw badRequest(texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
}

function requirementErrors(
  key: string,
  operator: Operator,
  values: readonly string[],
): readonly FieldError[] {
  const faults = qualifiedName(key);
  const keyErrors = faults.length === 0 ? [] : [invalid('key', key, faults.join('; '))];
  const valueErrors = values.flatMap((value, i) => {
    const wrong = labelValue(value);
    return wrong.length === 0 ? [] : [invalid(`values[${i}][${key}]`, value, wrong.join('; '))];
  });
  return [...keyErrors, ...operandErrors(operator, values), ...valueErrors];
}

function operandErrors(operator: Operator, values: readonly string[]): readonly FieldError[] {
  const wrong = (detail: string): readonly FieldError[] => [
    invalidShown('values', `[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`, detail),
  ];
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length > 0 ? [] : wrong("for 'in', 'notin' operators, values set can't be empty");
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : wrong('exact-match compatibility requires one single value');
    case 'exists':
    case '!':
      return values.length === 0 ? [] : wrong('values set must be empty for exists and does not exist');
    case 'gt':
    case 'lt': {
      const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
      const bad = values.flatMap((value, i) =>
        parseInt64(value) === undefined ? [invalid(`values[${i}]`, value, detail)] : [],
      );
      return values.length === 1
        ? bad
        : [...wrong("for 'Gt', 'Lt' operators, exactly one value is required"), ...bad];
    }
    default:
      return [unsupported('operator', operator, OPERATORS)];
  }
}

/** strconv.ParseInt(text, 10, 64). */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const number = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return number >= -(2n ** 63n) && number < 2n ** 63n ? number : undefined;
}
