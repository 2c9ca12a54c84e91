import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { certificateFor } from '../../../../src/controllers/certificate-signing/certificate.ts';
import { validity } from '../../../../src/controllers/certificate-signing/controller.ts';
import { derIdentifier, identifierOf, readDer } from '../../../../src/machinery/der.ts';
import { instantOf, timeOf } from '../../../../src/machinery/instant.ts';

/** O=devs, CN=jane, of an Ed25519 key. */
const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIGdMFECAQAwHjENMAsGA1UECgwEZGV2czENMAsGA1UEAwwEamFuZTAqMAUGAytl
cAMhAAn+Rcqt4Dv8YVufkthEOXj5lfAcVD0j40YlGW0dIDg/oAAwBQYDK2VwA0EA
OPoeKwku7OoKNQACnI4eJ0d2FO1q0OGCHFMvU4DfcgPnCLXyXErb1yGae8nxt+2G
DaVseU2+AtEBPxnKzO0QBw==
-----END CERTIFICATE REQUEST-----
`;
const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);
const AUTHORITY = { commonName: 'kubernetes', seed: SEED };
const terms = (usages: readonly string[]) => ({
  serial: Uint8Array.of(0x40, 1, 2),
  notBefore: instantOf('2026-01-05T08:55:00Z'),
  notAfter: instantOf('2051-01-05T09:00:00Z'),
  usages,
});

const issued = (usages: readonly string[]): X509Certificate =>
  new X509Certificate(certificateFor(REQUEST, AUTHORITY, terms(usages)) ?? '');

test('a certificate says what its request asks and what the authority adds', () => {
  const { subject, issuer, serialNumber, validFrom, validTo, ca, keyUsage } = issued(['client auth']);
  expect({ subject, issuer, serialNumber, validFrom, validTo, ca, keyUsage }).toEqual({
    subject: 'O=devs\nCN=jane',
    issuer: 'CN=kubernetes',
    serialNumber: '400102',
    validFrom: 'Jan  5 08:55:00 2026 GMT',
    validTo: 'Jan  5 09:00:00 2051 GMT',
    ca: false,
    keyUsage: ['1.3.6.1.5.5.7.3.2'],
  });
});

test('the authority has signed it', () => {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = createPrivateKey({ key: Buffer.concat([head, SEED]), format: 'der', type: 'pkcs8' });
  expect(issued(['client auth', 'digital signature']).verify(createPublicKey(key))).toBe(true);
});

test('what is no request gets no certificate', () => {
  expect(certificateFor('nothing', AUTHORITY, terms([]))).toBeUndefined();
});

// biome-ignore format: one case a line
test.each([
  { asked: undefined, notAfter: '2027-01-05T08:55:00Z' },
  { asked: 86_400, notAfter: '2026-01-06T08:55:00Z' },
  { asked: 3600, notAfter: '2026-01-05T10:00:00Z' },
  { asked: 60, notAfter: '2026-01-05T09:10:00Z' },
  { asked: 1_000_000_000, notAfter: '2027-01-05T08:55:00Z' },
])('who asks for $asked seconds at 09:00 gets them until $notAfter', ({ asked, notAfter }) => {
  const given = validity(asked, instantOf('2026-01-05T09:00:00Z'));
  expect([timeOf(given.notBefore), timeOf(given.notAfter)]).toEqual(['2026-01-05T08:55:00Z', notAfter]);
});

test.each(['2.5.4.3', '1.3.101.112', '1.2.840.113549.1.9.14', '1.3.6.1.5.5.7.3.2'])(
  'identifier %s is written as it is read',
  (identifier) => {
    const [value] = readDer(derIdentifier(identifier)) ?? [];
    expect(value === undefined ? '' : identifierOf(value)).toBe(identifier);
  },
);
