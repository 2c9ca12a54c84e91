import { mended, textOfByte } from '../../machinery/bytes.ts';
import type { Program } from '../shell.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** Backslash escapes of echo -e and printf; `\c` ends the output. */
export function unescaped(text: string): { readonly text: string; readonly stops: boolean } {
  if (!text.includes('\\')) return { text, stops: false };
  const end = text.search(/(?<!\\)(?:\\\\)*\\c/);
  const upTo = end < 0 ? text : text.slice(0, text.indexOf('\\c', end));
  const plain = upTo.replace(/\\(?:x([0-9a-fA-F]{1,2})|0?([0-7]{1,3})|(.))/gs, (all, hex, octal, sign) => {
    if (hex !== undefined) return textOfByte(Number.parseInt(hex, 16));
    if (octal !== undefined) return textOfByte(Number.parseInt(octal, 8));
    return ESCAPES[sign] ?? all;
  });
  return { text: mended(plain), stops: end >= 0 };
}

const echo: Program = ({ shell, args }) => {
  let place = 0;
  let newline = true;
  let escapes = false;
  for (; /^-[neE]+$/.test(args[place] ?? ''); place++) {
    for (const letter of (args[place] ?? '').slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = (place === 0 ? args : args.slice(place)).join(' ');
  const { text: shown, stops } = escapes ? unescaped(text) : { text, stops: false };
  shell.out(newline && !stops ? `${shown}\n` : shown);
  return 0;
};

const printf: Program = ({ shell, args: all }) => {
  const [, target] = all[0] === '-v' ? all : [];
  const args = target === undefined ? all : all.slice(2);
  const [format, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (format === undefined) {
    shell.err(`${shell.name}: printf: usage: printf FORMAT [ARG]...\n`);
    return 2;
  }
  const text = formatted(format, rest);
  if (target === undefined) shell.out(text);
  else shell.set(target, text);
  return 0;
};

const PIECE =
  /%(?:%|([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?([a-zA-Z]))|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|[\s\S])|[^%\\]+|[%\\]/g;

/** The format is used again until nothing is left to print. */
export function formatted(format: string, args: readonly string[]): string {
  const pieces = [...format.matchAll(PIECE)];
  const left = [...args];
  let text = '';
  do {
    const before = left.length;
    for (const [piece, flags = '', width, precision, letter] of pieces) {
      if (piece === '%%') text += '%';
      else if (letter !== undefined) {
        const wide = bounded(Number(width === '*' ? left.shift() : width), WIDTH_MOST);
        const value = converted(
          letter,
          left.shift() ?? '',
          precision === undefined ? undefined : bounded(Number(precision), DIGITS_MOST),
          flags,
        );
        text += padded(value, wide, flags, letter);
      } else text += piece.startsWith('\\') ? unescaped(piece).text : piece;
    }
    if (left.length === before) break;
  } while (left.length > 0);
  return mended(text);
}

/** Wider than anybody looks, and more digits than there are. */
const WIDTH_MOST = 100_000;
const DIGITS_MOST = 100;

const bounded = (value: number, most: number): number => Math.max(-most, Math.min(value || 0, most));

function converted(letter: string, value: string, precision: number | undefined, flags: string): string {
  const number = value.startsWith("'") || value.startsWith('"') ? value.charCodeAt(1) : Number(value) || 0;
  switch (letter) {
    case 's':
      return precision === undefined ? value : value.slice(0, precision);
    case 'b':
      return unescaped(value).text;
    case 'c':
      return value.slice(0, 1);
    case 'd':
    case 'i':
    case 'u':
      return signed(
        Math.trunc(number),
        String(Math.abs(Math.trunc(number))).padStart(precision ?? 0, '0'),
        flags,
      );
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    case 'o':
      return Math.trunc(number).toString(8);
    case 'e':
      return number.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2');
    case 'g':
      return String(Number(number.toPrecision(Math.max(1, precision ?? 6))));
    case 'q':
      return /^[\w./:-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
    default:
      return signed(number, Math.abs(number).toFixed(precision ?? 6), flags);
  }
}

const signed = (number: number, digits: string, flags: string): string =>
  number < 0 ? `-${digits}` : flags.includes('+') ? `+${digits}` : digits;

function padded(value: string, width: number, flags: string, letter: string): string {
  if (flags.includes('-') || width < 0) return value.padEnd(Math.abs(width));
  if (!flags.includes('0') || letter === 's') return value.padStart(width);
  const sign = /^[-+]/.exec(value)?.[0] ?? '';
  return sign + value.slice(sign.length).padStart(width - sign.length, '0');
}

/** Commands that print. */
export const printing: Readonly<Record<string, Program>> = { echo, printf };
