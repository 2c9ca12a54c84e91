import type { Rng } from '../simulation/rng.ts';

/** A JSON web token of the form that real ones have: 2048 drawn bits stand where the signature is, which nobody checks. */
export function webToken(claims: object, rng: Rng): string {
  const header = { alg: 'RS256', kid: textOf(Buffer.from(rng.hex(64), 'hex')) };
  const payload = Object.fromEntries(Object.entries(claims).sort(([a], [b]) => (a < b ? -1 : 1)));
  const parts = [header, payload].map((part) => textOf(Buffer.from(JSON.stringify(part))));
  return [...parts, textOf(Buffer.from(rng.hex(512), 'hex'))].join('.');
}

const textOf = (bytes: Buffer): string => bytes.toString('base64url');
