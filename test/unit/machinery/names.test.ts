import { describe, expect, test } from 'vitest';
import {
  dns1035Label,
  dns1123Label,
  dns1123Subdomain,
  generatedName,
  labelValue,
  nameIsDnsSubdomain,
  nameSuffix,
  pathSegmentName,
  qualifiedName,
} from '../../../src/machinery/names.ts';
import {
  cIdentifier,
  configMapKey,
  environmentName,
  inRange,
  percentage,
  portName,
  relaxedEnvironmentName,
} from '../../../src/machinery/value-rules.ts';
import { createRng } from '../../../src/simulation/rng.ts';
import vectors from '../../vectors/platform-names.json' with { type: 'json' };

const rules = {
  IsCIdentifier: cIdentifier,
  IsConfigMapKey: configMapKey,
  IsDNS1035Label: dns1035Label,
  IsDNS1123Label: dns1123Label,
  IsDNS1123Subdomain: dns1123Subdomain,
  IsQualifiedName: qualifiedName,
  IsValidLabelValue: labelValue,
  IsValidPercent: percentage,
  IsValidPortName: portName,
};
/** A few rows are written as Go: strings.Repeat("a", 254) + "/abc". */
function textOf(row: unknown): string {
  if (typeof row === 'string') return row;
  const code = (row as { $go: string }).$go;
  return code
    .replace(
      /strings\.Repeat\("(.)", (\d+)\)/g,
      (_, letter: string, count: string) => `"${letter.repeat(Number(count))}"`,
    )
    .split(' + ')
    .map((part) => part.replaceAll('"', ''))
    .join('');
}

for (const [name, rule] of Object.entries(rules)) {
  const table = vectors.tables[name as keyof typeof rules] as Record<string, readonly unknown[]>;
  describe(name, () => {
    for (const [kind, rows] of Object.entries(table)) {
      const good = /^(good|success)/.test(kind);
      test.each(rows.map(textOf))(`%j ${good ? 'passes' : 'is refused'}`, (text) => {
        expect(rule(text).length === 0).toBe(good);
      });
    }
  });
}

describe('words', () => {
  test.each([
    [
      'a label with capitals',
      dns1123Label('Web'),
      [
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
    ['a label with dots', dns1123Label('a.b'), ['must not contain dots']],
    ['a long label', dns1123Label('a'.repeat(64)), ['must be no more than 63 characters']],
    [
      'a subdomain with capitals',
      dns1123Subdomain('Web'),
      [
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    [
      'a service name',
      dns1035Label('1a'),
      [
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
    [
      'a key without a name',
      qualifiedName('example.com/'),
      [
        'name part must be non-empty',
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    [
      'a key with two slashes',
      qualifiedName('a/b/c'),
      [
        "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
      ],
    ],
    ['a number out of range', inRange(0, 1, 65535), ['must be between 1 and 65535, inclusive']],
    [
      'an environment name of old',
      environmentName('1A'),
      [
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
      ],
    ],
    [
      'an environment name now',
      relaxedEnvironmentName('a=b'),
      ["a valid environment variable name must consist only of printable ASCII characters other than '='"],
    ],
    ['a path segment', pathSegmentName('a/b%c', false), ["may not contain '/'", "may not contain '%'"]],
  ])('%s', (_, faults, words) => {
    expect(faults).toEqual(words);
  });
  test('a base for generated names may end with a dash', () => {
    expect([nameIsDnsSubdomain('web-', true), nameIsDnsSubdomain('web-', false).length]).toEqual([[], 1]);
  });
});

describe('C-10 generated names', () => {
  test('a suffix is five letters out of 27', () => {
    expect(nameSuffix(createRng(1))).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
  test('the base is cut to 58 letters', () => {
    expect(generatedName('a'.repeat(80), createRng(1))).toMatch(/^a{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
});
