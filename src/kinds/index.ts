import { Pod, Pod } from './core/pod/kind.ts';
import type { AnyKind } from './kind.ts';

/** Every built-in kind, in the order in which discovery tells them. */
// biome-ignore format: one kind a line
export const kinds: readonly AnyKind[] = [
  Pod,
];
