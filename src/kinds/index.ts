import { Pod } from './core/pod/kind.ts';
import type { AnyKind } from './kind.ts';

/** Every built-in kind, in the order in which discovery tells them. */
export const kinds: readonly AnyKind[] = [Pod];
