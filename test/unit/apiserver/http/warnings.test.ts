import { expect, test } from 'vitest';
import { warningHeaders } from '../../../../src/apiserver/http/warnings.ts';

test('a text is quoted', () => {
  expect(warningHeaders(['unknown field "a\\b"'])).toEqual(['299 - "unknown field \\"a\\\\b\\""']);
});

test('letters beyond Latin travel as bytes of UTF-8', () => {
  const [header = ''] = warningHeaders(['unknown field "ключ"']);
  expect(Buffer.from(header, 'latin1').toString('utf8')).toBe('299 - "unknown field \\"ключ\\""');
});

test('line ends do not end the header', () => {
  expect(warningHeaders(['a\r\nb'])).toEqual(['299 - "a  b"']);
});

test('what is said twice is told once', () => {
  expect(warningHeaders(['a', 'b', 'a'])).toEqual(['299 - "a"', '299 - "b"']);
});

test('many long texts are cut, and the last of them left out', () => {
  const texts = Array.from({ length: 20 }, (_, i) => `${i}${'x'.repeat(300)}`);
  const headers = warningHeaders(texts);
  expect([headers.length, headers[0]?.length]).toEqual([16, '299 - ""'.length + 256]);
});
