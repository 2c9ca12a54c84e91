import { UsageError } from '../../kubectl/command.ts';

/** What can go wrong, as users name it. */
export const FAULTS = [
  { name: 'image-pull', short: 'images cannot be pulled' },
  { name: 'container-crash', short: 'containers crash as soon as they run' },
  { name: 'probe-failure', short: 'probes fail' },
  { name: 'disk-full', short: 'a node has no disk left' },
  { name: 'memory-low', short: 'a node has no memory left' },
  { name: 'node-lost', short: 'a node falls silent' },
] as const;

export type FaultWord = (typeof FAULTS)[number]['name'];

export function faultNamed(word: string | undefined): FaultWord {
  const found = FAULTS.find(({ name }) => name === word);
  if (found !== undefined) return found.name;
  const known = FAULTS.map(({ name }) => name).join(', ');
  throw new UsageError(
    word === undefined
      ? `say what goes wrong: ${known}`
      : `there is no fault ${JSON.stringify(word)}: there are ${known}`,
  );
}
