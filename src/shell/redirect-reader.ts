import type { Writable } from '../machinery/json.ts';
import type { Reader } from './reader.ts';
import type { Redirect } from './syntax.ts';
import { literalWord, quotedWord, readWord, type ScriptParser } from './words.ts';

/** Reads `2> file`, `<< EOF` and their kin into the list; false where none comes next. */
export function readRedirect(reader: Reader, parse: ScriptParser, redirects: Redirect[]): boolean {
  reader.skipBlanks();
  const head = /^(\d*)(<<<|<<-|<<|<&|<>|<|>>|>&|>\||>)|^(&>>|&>)/.exec(
    reader.text.slice(reader.place, reader.place + 8),
  );
  if (head === null) return false;
  reader.place += head[0].length;
  const sign = head[3] ?? head[2] ?? '';
  const descriptor = head[1] ? Number(head[1]) : sign.startsWith('<') ? 0 : 1;
  reader.skipBlanks();
  if (sign === '<<' || sign === '<<-') {
    redirects.push(hereDocument(reader, parse, descriptor, sign === '<<-'));
    return true;
  }
  const target = readWord(reader, parse) ?? reader.unexpected();
  if (sign === '<<<') {
    const { literal: _, ...word } = target;
    const parts = [...word.parts, { type: 'text', text: '\n', quoted: true } as const];
    redirects.push({ descriptor, operator: 'here', target: { ...word, parts } });
  } else if (sign === '&>>') {
    redirects.push({ descriptor: 1, operator: '>>', target });
    redirects.push({ descriptor: 2, operator: '>&', target: literalWord('1') });
  } else redirects.push({ descriptor, operator: operatorOf(sign), target });
  return true;
}

function operatorOf(sign: string): Redirect['operator'] {
  return sign === '>|' ? '>' : (sign as Redirect['operator']);
}

/** Its text comes when the line is over; without quotes in the delimiter it is expanded. */
function hereDocument(
  reader: Reader,
  parse: ScriptParser,
  descriptor: number,
  stripsTabs: boolean,
): Redirect {
  const start = reader.place;
  const word = readWord(reader, parse) ?? reader.unexpected();
  const isQuoted = /['"\\]/.test(reader.text.slice(start, reader.place));
  const delimiter = word.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const redirect: Writable<Redirect> = {
    descriptor,
    operator: 'here',
    target: literalWord(''),
  };
  const take = (text: string): void => {
    redirect.target = isQuoted ? literalWord(text) : quotedWord(text, parse);
  };
  reader.documents.push({ delimiter, stripsTabs, take });
  return redirect;
}
