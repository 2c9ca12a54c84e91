import type { Secret } from './types.ts';

/** What tls.X509KeyPair says about a certificate and a key that hold no PEM blocks of the right kind. */
export function certificateWarnings({ type, data = {} }: Secret): readonly string[] {
  if (type !== 'kubernetes.io/tls') return [];
  const certificate = blocksOf(data['tls.crt']);
  if (!certificate.includes('CERTIFICATE')) return [certificateFault(certificate)];
  const key = blocksOf(data['tls.key']);
  return key.some(isPrivateKey) ? [] : [keyFault(key)];
}

const isPrivateKey = (type: string): boolean => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY');

const BLOCK = /^-----BEGIN ([^\n]*?)-----\r?\n[\s\S]*?^-----END \1-----/gm;

/** The types of the PEM blocks of a base64 text, in order. */
function blocksOf(encoded = ''): readonly string[] {
  const text = Buffer.from(encoded, 'base64').toString();
  return [...text.matchAll(BLOCK)].map(([, type = '']) => type);
}

function certificateFault(found: readonly string[]): string {
  if (found.length === 0) return 'tls: failed to find any PEM data in certificate input';
  if (found.length === 1 && isPrivateKey(found[0] ?? '')) {
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${found.join(' ')}]`;
}

function keyFault(found: readonly string[]): string {
  if (found.length === 0) return 'tls: failed to find any PEM data in key input';
  if (found.length === 1 && found[0] === 'CERTIFICATE') {
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  }
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${found.join(' ')}]`;
}
