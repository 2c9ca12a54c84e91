import { createRng } from '../../simulation/rng.ts';

/** Addresses that nobody has (TEST-NET-3): names of the outside world stand for one of them each. */
const NETWORK = '203.0.113';

/** The same name has the same address everywhere and always. */
export const outsideAddress = (name: string): string =>
  `${NETWORK}.${1 + createRng(0).fork(`outside ${name}`).integer(254)}`;

export const isOutsideAddress = (address: string): boolean => address.startsWith(`${NETWORK}.`);
