import { expect, test } from 'vitest';
import { encodeOpenApiV2 } from '../../../../src/apiserver/http/openapi-protobuf.ts';

const encoded = (document: object): string => Buffer.from(encodeOpenApiV2(document)).toString('latin1');
/** What a message holds, without tags and lengths. */
const words = (document: object): readonly string[] => encoded(document).match(/[\w#/{}$:",.-]{2,}/g) ?? [];

test('fields are written by their numbers, with their lengths', () => {
  expect(encoded({ swagger: '2.0', info: { title: 'T', version: '1' } })).toBe(
    '\x0a\x032.0\x12\x06\x0a\x01T\x12\x011\x42\x00\x4a\x00\x52\x00',
  );
});

test('long messages have long lengths', () => {
  const description = 'x'.repeat(300);
  const definitions = { A: { description } };
  // 300 is 0xac 0x02; the field before its tag is 303, 0xaf 0x02.
  expect(encoded({ definitions })).toContain(`\x12\xaf\x02\x22\xac\x02${description}`);
});

test('a schema tells its extensions as JSON', () => {
  const definitions = {
    A: {
      type: 'object',
      required: ['b'],
      properties: { b: { $ref: '#/definitions/B' } },
      'x-kubernetes-group-version-kind': [{ group: '', kind: 'A', version: 'v1' }],
    },
  };
  expect(words({ definitions })).toEqual(
    expect.arrayContaining([
      'object',
      '#/definitions/B',
      'x-kubernetes-group-version-kind',
      expect.stringContaining('{"group":"","kind":"A","version":"v1"}'),
    ]),
  );
});

test('a parameter stands in its place: query, path, body or elsewhere', () => {
  const parameters = [
    { in: 'query', name: 'q', type: 'string', uniqueItems: true },
    { in: 'path', name: 'p', required: true, type: 'string' },
    { in: 'body', name: 'b', required: true, schema: { $ref: '#/definitions/B' } },
    { $ref: '#/parameters/watch' },
  ];
  const [query, path, body, shared] = [
    '\x12\x05query\x22\x01q\x32\x06string\xa0\x01\x01',
    '\x08\x01\x12\x04path\x22\x01p\x2a\x06string',
    '\x12\x01b\x1a\x04body\x20\x01\x2a\x11\x0a\x0f#/definitions/B',
    '\x12\x14\x0a\x12#/parameters/watch',
  ];
  const text = encoded({ paths: { '/': { parameters } } });
  for (const part of [query, path, body, shared]) expect(text).toContain(part);
});
