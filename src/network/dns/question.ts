import { isAddress, reverseName } from './names.ts';
import type { RecordType } from './records.ts';

/** What `dig` and `nslookup` ask for a word: the names of an address, the address of a name, in the type that was wished. */
export function questionFor(
  word: string,
  type: RecordType | undefined,
): { readonly name: string; readonly type: RecordType } {
  if (isAddress(word)) return { name: `${reverseName(word)}.`, type: 'PTR' };
  return { name: word, type: type ?? 'A' };
}
