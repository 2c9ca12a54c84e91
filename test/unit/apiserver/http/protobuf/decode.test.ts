import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeProtobuf } from '../../../../../src/apiserver/http/protobuf/decode.ts';
import { loadProtobufFields } from '../../../../../src/apiserver/http/protobuf/fields.ts';

const FIELDS = `${import.meta.dirname}/../../../../../src/apiserver/http/protobuf/fields.json`;
loadProtobufFields(() => readFileSync(FIELDS, 'utf8'));

/** A field of bytes: its number, its length, and what it holds. */
function field(number: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

function body(apiVersion: string, kind: string, message: Buffer): Uint8Array {
  const type = Buffer.concat([field(1, apiVersion), field(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, message)]);
}

test('a list that is a type of its own is a message of its items', () => {
  const reasons = Buffer.concat([field(1, 'why'), field(2, Buffer.concat([field(1, 'a'), field(1, 'b')]))]);
  const nothing = Buffer.concat([field(1, 'none'), field(2, '')]);
  const spec = Buffer.concat([field(6, reasons), field(6, nothing)]);
  const request = body('certificates.k8s.io/v1', 'CertificateSigningRequest', field(2, spec));
  expect(decodeProtobuf(request)).toMatchObject({ spec: { extra: { why: ['a', 'b'], none: [] } } });
});

test('options belong to no group', () => {
  expect(decodeProtobuf(body('v1', 'DeleteOptions', field(4, 'Orphan')))).toEqual({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Orphan',
  });
});
