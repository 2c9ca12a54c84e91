import type { Reader } from './reader.ts';
import type { Part, Word } from './syntax.ts';
import { ENDS, literalWord, readPart, readWord, type ScriptParser, wordOf } from './words.ts';

/** The word that comes next between `[[` and `]]`, after `last`. */
export function readTestWord(reader: Reader, parse: ScriptParser, last: Word | undefined): Word | undefined {
  if (last !== undefined && isText(last, '=~')) return readExpression(reader, parse);
  return readWord(reader, parse) ?? readSign(reader);
}

/** Whether the word is this text, without quotes. */
export function isText({ parts: [part] }: Word, text: string): boolean {
  return part?.type === 'text' && !part.quoted && part.text === text;
}

/** These signs are words here. */
function readSign(reader: Reader): Word | undefined {
  const sign = /^(?:&&|\|\||[<>()])/.exec(reader.text.slice(reader.place, reader.place + 2))?.[0];
  if (sign === undefined) return undefined;
  reader.place += sign.length;
  return literalWord(sign);
}

/** What stands behind `=~`: brackets and bars belong to it. */
function readExpression(reader: Reader, parse: ScriptParser): Word | undefined {
  const start = reader.place;
  const parts: Part[] = [];
  while (!/^\s?$/.test(reader.peek())) {
    if (ENDS.has(reader.peek())) {
      parts.push({ type: 'text', text: reader.peek(), quoted: false });
      reader.place++;
    } else readPart(reader, parse, parts, '');
  }
  return reader.place === start ? undefined : wordOf(parts);
}
