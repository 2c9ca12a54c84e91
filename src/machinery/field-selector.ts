import { compareText } from './json.ts';
import { badRequest } from './status.ts';

/** One term of a field selector: `status.phase!=Running`. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** Reads `a=b,c!=d` with fields.ParseSelector's rules and words. */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  return splitTerms(text)
    .toSorted(compareText)
    .filter((term) => term !== '')
    .map((term) => {
      const parts = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
      if (parts === null) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const [, field = '', operator, value = ''] = parts;
      return { field, operator: operator === '!=' ? '!=' : '=', value: unescaped(value) };
    });
}

/** Whether an object's fields, asked for by name, meet every term. */
export function matchesFields(terms: readonly FieldRequirement[], get: (field: string) => string): boolean {
  return terms.every(({ field, operator, value }) => (get(field) === value) === (operator === '='));
}

export function formatFieldSelector(terms: readonly FieldRequirement[]): string {
  return terms
    .map(({ field, operator, value }) => `${field}${operator}${value.replace(/[\\,=]/g, '\\$&')}`)
    .join(',');
}

/** The value that the selector asks of a field, where it asks for exactly one. */
export function exactFieldValue(terms: readonly FieldRequirement[], field: string): string | undefined {
  return terms.find((term) => term.field === field && term.operator === '=')?.value;
}

/** Terms are parted by commas; a comma behind a backslash belongs to the value. */
function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (letter === '\\') i++;
    if (letter !== ',') continue;
    terms.push(text.slice(start, i));
    start = i + 1;
  }
  return [...terms, text.slice(start)];
}

function unescaped(value: string): string {
  let text = '';
  for (let i = 0; i < value.length; i++) {
    const letter = value.charAt(i);
    if (letter === ',' || letter === '=') {
      // Upstream prints the letter's number.
      throw badRequest(`invalid field selector: unescaped character in value: ${letter.charCodeAt(0)}`);
    }
    if (letter !== '\\') text += letter;
    else {
      const escaped = value.charAt(++i);
      if (!['\\', ',', '='].includes(escaped)) {
        throw badRequest(`invalid field selector: invalid escape sequence: \\${escaped}`);
      }
      text += escaped;
    }
  }
  return text;
}
