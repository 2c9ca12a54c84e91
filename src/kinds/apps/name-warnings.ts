import { dns1123Label } from '../../machinery/names.ts';

/** A Deployment's or ReplicaSet's name ends up in host names, where only labels work. */
export function nameWarnings(name: string): readonly string[] {
  const faults = dns1123Label(name);
  if (faults.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`,
  ];
}
