import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { derIdentifier, readDer, writeDer } from '../../machinery/der.ts';
import { type Instant, timeOf } from '../../machinery/instant.ts';

/** Who signs: a name and an Ed25519 key that a seed of 32 bytes makes. */
export interface Authority {
  readonly commonName: string;
  readonly seed: Uint8Array;
}

export interface Terms {
  /** Not negative: its first bit is not set. */
  readonly serial: Uint8Array;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly usages: readonly string[];
}

const [INTEGER, BIT_STRING, OCTET_STRING, UTF8, SEQUENCE, SET] = [2, 3, 4, 12, 0x30, 0x31];
const [UTC_TIME, GENERALIZED_TIME, BOOLEAN] = [0x17, 0x18, 1];
/** A part with a number of its own. */
const part = (number: number, ...values: readonly Uint8Array[]): Uint8Array =>
  writeDer(0xa0 + number, ...values);
const sequence = (...values: readonly Uint8Array[]): Uint8Array => writeDer(SEQUENCE, ...values);
const bits = (bytes: Uint8Array, unused = 0): Uint8Array =>
  writeDer(BIT_STRING, Uint8Array.of(unused), bytes);

const ED25519 = sequence(derIdentifier('1.3.101.112'));
const PEM_REQUEST = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/;

/** The X.509 certificate (PEM) for a PKCS #10 request (PEM); undefined where that is none. */
export function certificateFor(request: string, authority: Authority, terms: Terms): string | undefined {
  const [whole] = readDer(Buffer.from(PEM_REQUEST.exec(request)?.[1] ?? '', 'base64')) ?? [];
  const [info] = readDer(whole?.bytes ?? new Uint8Array()) ?? [];
  const [, subject, publicKey] = readDer(info?.bytes ?? new Uint8Array()) ?? [];
  if (subject === undefined || publicKey === undefined) return undefined;
  const privateKey = createPrivateKey({ key: privateKeyOf(authority.seed), format: 'der', type: 'pkcs8' });
  const toBeSigned = sequence(
    part(0, writeDer(INTEGER, Uint8Array.of(2))),
    writeDer(INTEGER, terms.serial),
    ED25519,
    nameOf(authority.commonName),
    sequence(time(terms.notBefore), time(terms.notAfter)),
    subject.whole,
    publicKey.whole,
    part(3, sequence(...extensions(terms.usages, keyIdentifier(createPublicKey(privateKey))))),
  );
  const certificate = sequence(toBeSigned, ED25519, bits(sign(null, toBeSigned, privateKey)));
  const text = Buffer.from(certificate)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}-----END CERTIFICATE-----\n`;
}

const privateKeyOf = (seed: Uint8Array): Buffer =>
  Buffer.from(
    sequence(
      writeDer(INTEGER, Uint8Array.of(0)),
      ED25519,
      writeDer(OCTET_STRING, writeDer(OCTET_STRING, seed)),
    ),
  );

const keyIdentifier = (key: ReturnType<typeof createPublicKey>): Uint8Array =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest()
    .subarray(0, 20);

const nameOf = (commonName: string): Uint8Array =>
  sequence(writeDer(SET, sequence(derIdentifier('2.5.4.3'), writeDer(UTF8, Buffer.from(commonName)))));

/** Until 2049 years have two digits. */
function time(at: Instant): Uint8Array {
  const digits = timeOf(at).replace(/[-:T]/g, '');
  const isShort = digits < '2050';
  return writeDer(isShort ? UTC_TIME : GENERALIZED_TIME, Buffer.from(isShort ? digits.slice(2) : digits));
}

const CRITICAL = writeDer(BOOLEAN, Uint8Array.of(0xff));

function extensions(usages: readonly string[], authorityKey: Uint8Array): readonly Uint8Array[] {
  const extension = (identifier: string, value: Uint8Array, ...marks: readonly Uint8Array[]): Uint8Array =>
    sequence(derIdentifier(identifier), ...marks, writeDer(OCTET_STRING, value));
  const keyUsage = keyUsageBits(usages);
  return [
    ...(keyUsage === 0 ? [] : [extension('2.5.29.15', bits(Uint8Array.of(keyUsage), 5), CRITICAL)]),
    ...(usages.includes('client auth')
      ? [extension('2.5.29.37', sequence(derIdentifier('1.3.6.1.5.5.7.3.2')))]
      : []),
    extension('2.5.29.19', sequence(), CRITICAL),
    extension('2.5.29.35', sequence(writeDer(0x80, authorityKey))),
  ];
}

/** The usages that a client's certificate may have beside authentication. */
const keyUsageBits = (usages: readonly string[]): number =>
  (usages.includes('digital signature') ? 0x80 : 0) | (usages.includes('key encipherment') ? 0x20 : 0);
