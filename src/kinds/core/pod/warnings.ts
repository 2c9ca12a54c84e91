import { dns1123Label } from '../../../machinery/names.ts';
import { podSpecWarnings } from '../../pod-template/warnings.ts';
import type { Pod } from './types.ts';

/** Warnings of a new pod; updates have none, for mostly programs make them. */
export function warnings({ metadata, spec }: Pod, before?: Pod): readonly string[] {
  if (before !== undefined) return [];
  return [...nameWarnings(metadata.name ?? ''), ...podSpecWarnings(spec, metadata.annotations ?? {}, '')];
}

function nameWarnings(name: string): readonly string[] {
  const faults = dns1123Label(name);
  if (faults.length === 0) return [];
  return [
    `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${faults.join(' ')}]`,
  ];
}
