import type { Reader } from '../../client/client.ts';
import { Service } from '../../kinds/core/service/kind.ts';
import type { Rng } from '../../simulation/rng.ts';

/** The cloud's addresses are 198.18.0.1 to 198.18.255.254: nobody else has them (RFC 2544). */
const SIZE = 65_534;

const addressAt = (index: number): string => `198.18.${Math.floor(index / 256)}.${index % 256}`;

/** One that no Service has; undefined when there is none left. */
export function freeAddress(reader: Reader, chance: Rng): string | undefined {
  const start = chance.integer(SIZE);
  for (let step = 0; step < SIZE; step++) {
    const address = addressAt(1 + ((start + step) % SIZE));
    const word = `external/${address}`;
    if (reader.count(Service, { under: { index: 'service-address', word } }) === 0) return address;
  }
  return undefined;
}
