import type { Reader } from './reader.ts';
import type { Assignment, Word } from './syntax.ts';
import { expressionWord, literalWord, readWord, type ScriptParser } from './words.ts';

const ASSIGNMENT = /^([A-Za-z_]\w*)(?:\[([^\]]+)\])?(\+?)=/;

/** `name=value`, `name+=value`, `name[1]=value`, `name=(a b)`; undefined where none of them comes next. */
export function readAssignment(reader: Reader, parse: ScriptParser): Assignment | undefined {
  const found = ASSIGNMENT.exec(reader.text.slice(reader.place, reader.place + 200));
  if (found === null) return undefined;
  reader.place += found[0].length;
  const [, name = '', index, plus] = found;
  const set = { name, appends: plus === '+', ...(index && { index: expressionWord(index, parse) }) };
  if (reader.skip('('))
    return { ...set, value: literalWord('', false), elements: readElements(reader, parse) };
  return { ...set, value: readWord(reader, parse) ?? literalWord('', false) };
}

function readElements(reader: Reader, parse: ScriptParser): readonly Word[] {
  const elements: Word[] = [];
  for (;;) {
    reader.skipLines();
    if (reader.skip(')')) return elements;
    elements.push(readWord(reader, parse) ?? reader.unexpected(')'));
  }
}

/** Every word of it that is expanded. */
export const wordsOfAssignment = ({ value, index, elements }: Assignment): readonly Word[] => [
  value,
  ...(index === undefined ? [] : [index]),
  ...(elements ?? []),
];
