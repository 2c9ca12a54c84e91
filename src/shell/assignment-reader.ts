import type { Reader } from './reader.ts';
import type { Assignment, Element, Word } from './syntax.ts';
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

/** `declare -a name=(...)`: the name is a word of the command as well. */
export function readDeclared(reader: Reader, parse: ScriptParser): Assignment | undefined {
  const isArray = /^[A-Za-z_]\w*\+?=\(/.test(reader.text.slice(reader.place, reader.place + 200));
  return isArray ? readAssignment(reader, parse) : undefined;
}

const PLACED = /^\[([^\]]+)\]=/;

function readElements(reader: Reader, parse: ScriptParser): readonly Element[] {
  const elements: Element[] = [];
  for (;;) {
    reader.skipLines();
    if (reader.skip(')')) return elements;
    const found = PLACED.exec(reader.text.slice(reader.place, reader.place + 200));
    if (found === null) elements.push({ value: readWord(reader, parse) ?? reader.unexpected(')') });
    else {
      reader.place += found[0].length;
      const index = expressionWord(found[1] ?? '', parse);
      elements.push({ index, value: readWord(reader, parse) ?? literalWord('', false) });
    }
  }
}

/** Every word of it that is expanded. */
export const wordsOfAssignment = ({ value, index, elements = [] }: Assignment): readonly Word[] => [
  value,
  ...(index === undefined ? [] : [index]),
  ...elements.flatMap((each) => (each.index === undefined ? [each.value] : [each.index, each.value])),
];
