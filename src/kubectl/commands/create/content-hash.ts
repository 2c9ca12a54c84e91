import { createHash } from 'node:crypto';
import { encodeGoJson } from '../../../machinery/go-json.ts';

/** Letters that would spell words or be taken for others are changed. */
const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** The ten letters `--append-hash` puts behind a name, from the content alone. */
export function contentHash(content: Readonly<Record<string, unknown>>): string {
  const digest = createHash('sha256').update(encodeGoJson(content)).digest('hex').slice(0, 10);
  return [...digest].map((letter) => LETTERS[letter] ?? letter).join('');
}
