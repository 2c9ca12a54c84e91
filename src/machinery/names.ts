/** The rules of apimachinery's util/validation. Every function returns what is wrong, in upstream's words. */
type Faults = readonly string[];

/** Where random letters come from: simulation's Rng has it. */
export interface Chance {
  integer(below: number): number;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const DNS1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const WILDCARD = `\\*\\.${SUBDOMAIN}`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${QUALIFIED})?`;

// A trailing newline must not pass, so no `$` of multi-line regular expressions is used anywhere here.
const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const labelPattern = whole(LABEL);
const subdomainPattern = whole(SUBDOMAIN);
const underscorePattern = whole(`${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`);
const dns1035Pattern = whole(DNS1035);
const wildcardPattern = whole(WILDCARD);
const qualifiedPattern = whole(QUALIFIED);
const valuePattern = whole(VALUE);

const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const UNDERSCORE_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const DNS1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const WILDCARD_WORDS =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
const QUALIFIED_WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

export const maxLengthFault = (length: number): string => `must be no more than ${length} characters`;
export const emptyFault = 'must be non-empty';
export const rangeFault = (least: number, most: number): string =>
  `must be between ${least} and ${most}, inclusive`;

/** How upstream tells that a regular expression did not match. */
export function patternFault(words: string, pattern: string, ...examples: readonly string[]): string {
  const told = `regex used for validation is '${pattern}')`;
  if (examples.length === 0) return `${words} (${told}`;
  return `${words} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}${told}`;
}

const longer = (text: string, bytes: number): boolean =>
  text.length > bytes || Buffer.byteLength(text) > bytes;

export function dns1123Label(text: string): Faults {
  const fits = !longer(text, 63);
  if (fits && labelPattern.test(text)) return [];
  const faults = fits ? [] : [maxLengthFault(63)];
  if (labelPattern.test(text)) return faults;
  // A valid subdomain that is no valid label can only have dots.
  if (subdomainPattern.test(text)) return [...faults, 'must not contain dots'];
  return [...faults, patternFault(LABEL_WORDS, LABEL, 'my-name', '123-abc')];
}

export function dns1123Subdomain(text: string): Faults {
  return bounded(text, 253, subdomainPattern, () => patternFault(SUBDOMAIN_WORDS, SUBDOMAIN, 'example.com'));
}

/** Upstream tells the pattern without underscores here too. */
export function dns1123SubdomainWithUnderscore(text: string): Faults {
  return bounded(text, 253, underscorePattern, () =>
    patternFault(UNDERSCORE_WORDS, SUBDOMAIN, 'example.com'),
  );
}

export function dns1035Label(text: string): Faults {
  return bounded(text, 63, dns1035Pattern, () => patternFault(DNS1035_WORDS, DNS1035, 'my-name', 'abc-123'));
}

export function wildcardDns1123Subdomain(text: string): Faults {
  return bounded(text, 253, wildcardPattern, () => patternFault(WILDCARD_WORDS, WILDCARD, '*.example.com'));
}

export function labelValue(text: string): Faults {
  return bounded(text, 63, valuePattern, () =>
    patternFault(VALUE_WORDS, VALUE, 'MyValue', 'my_value', '12345'),
  );
}

function bounded(text: string, bytes: number, pattern: RegExp, fault: () => string): Faults {
  const faults = longer(text, bytes) ? [maxLengthFault(bytes)] : [];
  return pattern.test(text) ? faults : [...faults, fault()];
}

/** A label key and the like: `name` or `example.com/name`. */
export function qualifiedName(text: string): Faults {
  const fault = (): string => patternFault(QUALIFIED_WORDS, QUALIFIED, 'MyName', 'my.name', '123-abc');
  const parts = text.split('/');
  if (parts.length > 2) {
    return [
      `a qualified name ${fault()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const faults: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    const wrong = prefix === '' ? [emptyFault] : dns1123Subdomain(prefix);
    faults.push(...wrong.map((one) => `prefix part ${one}`));
  }
  if (name === '') faults.push(`name part ${emptyFault}`);
  else if (longer(name, 63)) faults.push(`name part ${maxLengthFault(63)}`);
  if (!qualifiedPattern.test(name)) faults.push(`name part ${fault()}`);
  return faults;
}

/** upstream's maskTrailingDash: it does cut one letter too many. */
function forPrefix(name: string, generated: boolean): string {
  return generated && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** Name rules for kinds: a generated name's base may end with a dash. */
export const nameIsDnsSubdomain = (name: string, generated: boolean): Faults =>
  dns1123Subdomain(forPrefix(name, generated));
export const nameIsDnsLabel = (name: string, generated: boolean): Faults =>
  dns1123Label(forPrefix(name, generated));
export const nameIsDns1035Label = (name: string, generated: boolean): Faults =>
  dns1035Label(forPrefix(name, generated));

/** A name as part of a URL path (api/validation/path): RBAC kinds take any. */
export function pathSegmentName(name: string, generated: boolean): Faults {
  const faults: string[] = [];
  if (!generated && (name === '.' || name === '..')) return [`may not be '${name}'`];
  for (const illegal of ['/', '%']) if (name.includes(illegal)) faults.push(`may not contain '${illegal}'`);
  return faults;
}

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const GENERATED_BASE_LONGEST = 63 - SUFFIX_LENGTH;

/** Five letters that make no words (C-10). */
export function nameSuffix(rng: Chance): string {
  let suffix = '';
  for (let i = 0; i < SUFFIX_LENGTH; i++) suffix += SUFFIX_LETTERS.charAt(rng.integer(SUFFIX_LETTERS.length));
  return suffix;
}

/** metadata.generateName's outcome: the base is cut so that the name still is a label (C-10). */
export function generatedName(base: string, rng: Chance): string {
  return base.slice(0, GENERATED_BASE_LONGEST) + nameSuffix(rng);
}
