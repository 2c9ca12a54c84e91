/** How a scalar is written; decided as go-yaml v2 (the fork in sigs.k8s.io/yaml) decides it. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** Where the scalar stands: a simple key may not break over lines and has no literal form. */
export type ScalarPlace = 'key' | 'value';

/** The style of a string. What a reader would take for something else than a string is quoted. */
export function styleOf(text: string, place: ScalarPlace): ScalarStyle {
  const traits = analyze(text);
  let style: ScalarStyle = text.includes('\n') ? 'literal' : readsAsString(text) ? 'plain' : 'double';
  if (place === 'key' && traits.multiline) style = 'double';
  if (style === 'plain' && !traits.plainAllowed) style = 'single';
  if (style === 'plain' && text === '' && place === 'key') style = 'single';
  if (style === 'single' && !traits.singleAllowed) style = 'double';
  if (style === 'literal' && (!traits.literalAllowed || place === 'key')) style = 'double';
  return style;
}

interface Traits {
  readonly multiline: boolean;
  readonly plainAllowed: boolean;
  readonly singleAllowed: boolean;
  readonly literalAllowed: boolean;
}

const SAFE = /^[A-Za-z0-9_/.][A-Za-z0-9_/.=-]*$/;
const ALL_ALLOWED: Traits = {
  multiline: false,
  plainAllowed: true,
  singleAllowed: true,
  literalAllowed: true,
};

/** libyaml's yaml_emitter_analyze_scalar, for block context. */
function analyze(text: string): Traits {
  if (text === '') return { ...ALL_ALLOWED, literalAllowed: false };
  if (SAFE.test(text) && !text.startsWith('...')) return ALL_ALLOWED;
  const characters = [...text];
  const last = characters.length - 1;
  let spaceBreak = false;
  let breakSpace = false;
  for (let i = 0; i < last; i++) {
    if (characters[i] === ' ' && isBreak(characters[i + 1])) spaceBreak = true;
    if (isBreak(characters[i]) && characters[i + 1] === ' ') breakSpace = true;
  }
  const special = !characters.every(isPrintable);
  const multiline = characters.some(isBreak);
  const edges = isSpaceOrBreak(characters[0]) || isSpaceOrBreak(characters[last]);
  return {
    multiline,
    plainAllowed: !(edges || breakSpace || spaceBreak || special || multiline || hasIndicators(characters)),
    singleAllowed: !(breakSpace || spaceBreak || special),
    literalAllowed: !(characters[last] === ' ' || spaceBreak || special),
  };
}

const LEADING_INDICATORS = new Set([...'#,[]{}&*!|>\'"%@`']);

/** Whether the text would read as something of YAML's own in block context. */
function hasIndicators(characters: readonly string[]): boolean {
  const [first = '', second = '', third = ''] = characters;
  const start = first + second + third;
  if (start === '---' || start === '...' || LEADING_INDICATORS.has(first)) return true;
  if ('?:-'.includes(first) && isBlankOrEnd(characters[1])) return true;
  for (let i = 1; i < characters.length; i++) {
    if (characters[i] === ':' && isBlankOrEnd(characters[i + 1])) return true;
    if (characters[i] === '#' && isBlankOrEnd(characters[i - 1], 'or a break')) return true;
  }
  return false;
}

const isBlankOrEnd = (character: string | undefined, also?: 'or a break'): boolean =>
  character === undefined ||
  character === ' ' ||
  character === '\t' ||
  (also !== undefined && isBreak(character));

export function isBreak(character: string | undefined): boolean {
  return (
    character === '\n' ||
    character === '\r' ||
    character === '\u0085' ||
    character === '\u2028' ||
    character === '\u2029'
  );
}

const isSpaceOrBreak = (character: string | undefined): boolean => character === ' ' || isBreak(character);

/** libyaml's notion: no tab, nothing beyond the Basic Multilingual Plane, no byte order mark. */
export function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code > 0xfffd) return false;
  return code !== 0xfeff && !(code >= 0xd800 && code <= 0xdfff);
}

const WORDS = new Set(
  [
    'y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF',
    '~ null Null NULL .nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF',
  ].flatMap((line) => line.split(' ')),
);
const LEADING_POINT = /^\.[0-9]+([eE][-+]?[0-9]+)?$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|[0-9]+)$/;

/** Whether a YAML 1.1 reader takes the bare word for a string (go-yaml's resolve). */
function readsAsString(text: string): boolean {
  if (text === '' || WORDS.has(text)) return false;
  const first = text.charAt(0);
  if (first === '.') return !(LEADING_POINT.test(text) && Number.isFinite(Number(text)));
  if (!'+-0123456789'.includes(first)) return true;
  const plain = text.replaceAll('_', '');
  if (FLOAT.test(plain) && Number.isFinite(Number(plain))) return false;
  return !isInteger(plain) && !BASE_60.test(text) && !isTimestamp(text);
}

const UINT64_END = 2n ** 64n;
const INT64_LEAST = -(2n ** 63n);

function isInteger(text: string): boolean {
  const [, sign, digits] = INTEGER.exec(text) ?? [];
  if (digits === undefined) return false;
  const magnitude = BigInt(/^0[xXbBoO]/.test(digits) ? digits.toLowerCase() : digits);
  const value = sign === '-' ? -magnitude : magnitude;
  return value >= INT64_LEAST && value < UINT64_END;
}

const TIMESTAMP = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(.*)$/s;
const WITH_ZONE = /^[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})$/;
const WITHOUT_ZONE = /^ ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?$/;

function isTimestamp(text: string): boolean {
  const [, year, month, day, rest = ''] = TIMESTAMP.exec(text) ?? [];
  if (year === undefined || !isDate(Number(year), Number(month), Number(day))) return false;
  if (rest === '') return true;
  const [, hour, minute, second] = WITH_ZONE.exec(rest) ?? WITHOUT_ZONE.exec(rest) ?? [];
  return hour !== undefined && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
