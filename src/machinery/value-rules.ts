import { emptyFault, maxLengthFault, patternFault, rangeFault } from './names.ts';

/** Rules of apimachinery's util/validation for values that are no object names. They return what is wrong. */
type Faults = readonly string[];

export const portNumber = (port: number): Faults => inRange(port, 1, 65535);
export const userId = (id: number): Faults => inRange(id, 0, 2 ** 31 - 1);
export const groupId = userId;

export function inRange(value: number, least: number, most: number): Faults {
  return value >= least && value <= most ? [] : [rangeFault(least, most)];
}

export function portName(text: string): Faults {
  const faults: string[] = [];
  if (Buffer.byteLength(text) > 15) faults.push(maxLengthFault(15));
  if (!/^[-a-z0-9]+$/.test(text))
    faults.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(text)) faults.push('must contain at least one letter (a-z)');
  if (text.includes('--')) faults.push('must not contain consecutive hyphens');
  if (text.startsWith('-') || text.endsWith('-')) faults.push('must not begin or end with a hyphen');
  return faults;
}

const matching =
  (pattern: string, words: string, ...examples: readonly string[]) =>
  (text: string): Faults =>
    new RegExp(`^(?:${pattern})$`).test(text) ? [] : [patternFault(words, pattern, ...examples)];

export const percentage = matching(
  '[0-9]+%',
  "a valid percent string must be a numeric string followed by an ending '%'",
  '1%',
  '93%',
);
export const httpHeaderName = matching(
  '[-A-Za-z0-9]+',
  "a valid HTTP header must consist of alphanumeric characters or '-'",
  'X-Header-Name',
);
export const cIdentifier = matching(
  '[A-Za-z_][A-Za-z0-9_]*',
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  'my_name',
  'MY_NAME',
  'MyName',
);
const strictEnvironmentName = matching(
  '[-._a-zA-Z][-._a-zA-Z0-9]*',
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  'my.env-name',
  'MY_ENV.NAME',
  'MyEnvName1',
);
const configKey = matching(
  '[-._a-zA-Z0-9]+',
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  'key.name',
  'KEY_NAME',
  'key-name',
);

/** The rule of old, which kubectl's generators still hold names to. */
export const environmentName = (text: string): Faults => [
  ...strictEnvironmentName(text),
  ...changesFolder(text),
];

/** What 1.33's API server asks of a variable's name: printable ASCII but `=`. */
export function relaxedEnvironmentName(text: string): Faults {
  if (text === '') return [`environment variable name ${emptyFault}`];
  if (/^[\x20-\x3c\x3e-\x7e]*$/.test(text)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

export function configMapKey(text: string): Faults {
  const tooLong = Buffer.byteLength(text) > 253 ? [maxLengthFault(253)] : [];
  return [...tooLong, ...configKey(text), ...changesFolder(text)];
}

function changesFolder(text: string): Faults {
  if (text === '.' || text === '..') return [`must not be '${text}'`];
  return text.startsWith('..') ? ["must not start with '..'"] : [];
}
