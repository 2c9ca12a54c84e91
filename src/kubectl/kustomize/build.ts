import type { Files } from '../command.ts';
import { CommandError } from '../command.ts';

/** Builds the manifests of a kustomization folder. */
export function buildKustomization(_files: Files, folder: string): string {
  throw new CommandError(`kustomizations are not supported: ${folder}`);
}
