import { isIP } from 'node:net';
import { compareText } from '../../../machinery/json.ts';
import { CommandError } from '../../command.ts';

/** An address to listen on. */
export interface ListenAddress {
  readonly address: string;
  readonly network: 'tcp4' | 'tcp6';
  /** Of the two addresses of `localhost` one is enough. */
  readonly fails: 'alone' | 'with all';
}

/** What `--address` says: IP addresses, or `localhost`, which has two. */
export function listenAddresses(words: readonly string[]): readonly ListenAddress[] {
  if (words.length === 0) throw new CommandError('you must specify at least 1 address');
  const found = new Map<string, ListenAddress>();
  const add = (address: string, network: 'tcp4' | 'tcp6', fails: ListenAddress['fails']): void =>
    void found.set(address, { address, network, fails });
  for (const word of words) {
    const family = isIP(word);
    if (word === 'localhost') {
      if (!found.has('127.0.0.1')) add('127.0.0.1', 'tcp4', 'with all');
      if (!found.has('::1')) add('::1', 'tcp6', 'with all');
    } else if (family === 0) throw new CommandError(`${word} is not a valid IP`);
    else add(word, family === 4 ? 'tcp4' : 'tcp6', 'alone');
  }
  return [...found.values()].sort((a, b) => compareText(a.address, b.address));
}
