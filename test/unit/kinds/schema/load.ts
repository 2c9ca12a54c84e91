import { readFileSync } from 'node:fs';
import { loadTypes } from '../../../../src/kinds/schema/source.ts';

/** Tests read the field tree from the sources, where the product reads its copy in dist/. */
export function loadFieldTree(): void {
  loadTypes(() => readFileSync(`${import.meta.dirname}/../../../../src/kinds/schema/types.json`, 'utf8'));
}
