import { describe, expect, test } from 'vitest';
import {
  cidrWarnings,
  formatIp,
  ipWarnings,
  parseCidr,
  parseIp,
  reachableIp,
} from '../../../../src/kinds/validation/addresses.ts';

describe('addresses', () => {
  test.each([
    ['1.2.3.4', '1.2.3.4'],
    ['010.002.003.004', '10.2.3.4'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['::', '::'],
    ['::1', '::1'],
    ['fe80::', 'fe80::'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:2:3:4:5:6:0:8', '1:2:3:4:5:6:0:8'],
  ])('%s is %s', (text, proper) => {
    const address = parseIp(text);
    expect(address && formatIp(address)).toBe(proper);
  });

  test.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    'a.b.c.d',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7',
    '1.2.3.4::',
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test('the network of a range', () => {
    const cidr = parseCidr('10.1.2.3/12');
    expect(cidr && formatIp(cidr.network)).toBe('10.0.0.0');
  });

  test.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '::/129', '10.0.0.0/x'])('%s is no range', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test.each([
    ['0.0.0.0', ['may not be unspecified (0.0.0.0)']],
    ['::1', ['may not be in the loopback range (127.0.0.0/8, ::1/128)']],
    ['169.254.1.1', ['may not be in the link-local range (169.254.0.0/16, fe80::/10)']],
    ['fe80::1', ['may not be in the link-local range (169.254.0.0/16, fe80::/10)']],
    ['224.0.0.5', ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']],
    ['8.8.8.8', []],
    ['2001:db8::1', []],
  ])('%s as an endpoint', (text, details) => {
    expect(reachableIp(text, 'ip').map(({ detail }) => detail)).toEqual(details);
  });

  test('old forms are warned about', () => {
    expect([
      ...ipWarnings('010.0.0.1', 'a'),
      ...ipWarnings('2001:DB8::1', 'b'),
      ...cidrWarnings('10.0.0.1/8', 'c'),
    ]).toEqual([
      'a: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
      'b: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")',
      'c: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
    ]);
  });
});
