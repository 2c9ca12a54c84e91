import type { Reader } from './reader.ts';
import type { Word } from './syntax.ts';
import { literalWord, readExpression, readWord, type ScriptParser } from './words.ts';

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
