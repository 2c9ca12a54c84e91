import { type DerValue, identifierOf, readDer } from '../../../machinery/der.ts';

/** What a PKCS #10 request asks to be certified. */
export interface CertificateRequest {
  /** Values of the subject by their identifiers, `2.5.4.3` is the common name. */
  readonly subject: ReadonlyMap<string, readonly string[]>;
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
}

const PEM = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]+?)-----END CERTIFICATE REQUEST-----/;
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const ALTERNATIVE_NAMES = '2.5.29.17';

/** Reads a request as objects carry it, PEM in base64; undefined where it is none. */
export function readCertificateRequest(encoded: string): CertificateRequest | undefined {
  const pem = PEM.exec(Buffer.from(encoded, 'base64').toString('latin1'))?.[1];
  if (pem === undefined) return undefined;
  const [whole] = readDer(Buffer.from(pem, 'base64')) ?? [];
  const [info] = children(whole);
  const [, subject, , ...attributes] = children(info);
  if (subject === undefined) return undefined;
  const names = attributes.flatMap(children).flatMap(alternativeNames);
  const texts = (tag: number): readonly string[] => names.filter((name) => name.tag === tag).map(textOf);
  return {
    subject: subjectOf(subject),
    dnsNames: texts(0x82),
    emailAddresses: texts(0x81),
    uris: texts(0x86),
    ipAddresses: names.filter(({ tag }) => tag === 0x87).map(({ bytes }) => addressOf(bytes)),
  };
}

const children = (value: DerValue | undefined): readonly DerValue[] =>
  value === undefined ? [] : (readDer(value.bytes) ?? []);
const textOf = ({ bytes }: DerValue): string => Buffer.from(bytes).toString('utf8');

function subjectOf(name: DerValue): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of children(name).flatMap(children)) {
    const [identifier, value] = children(pair);
    if (identifier === undefined || value === undefined) continue;
    const key = identifierOf(identifier);
    found.set(key, [...(found.get(key) ?? []), textOf(value)]);
  }
  return found;
}

function alternativeNames(attribute: DerValue): readonly DerValue[] {
  const [identifier, values] = children(attribute);
  if (identifier === undefined || identifierOf(identifier) !== EXTENSION_REQUEST) return [];
  return children(values)
    .flatMap(children)
    .flatMap((extension) => {
      const parts = children(extension);
      const [kind] = parts;
      if (kind === undefined || identifierOf(kind) !== ALTERNATIVE_NAMES) return [];
      return children(children(parts.at(-1))[0]);
    });
}

function addressOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return [...bytes].join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}
