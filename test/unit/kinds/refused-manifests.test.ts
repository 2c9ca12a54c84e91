import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../src/kinds/index.ts';
import { created, faultsOf } from './support.ts';

interface Refused {
  readonly kind: string;
  readonly manifest: string;
  readonly faults: readonly string[];
}

const { cases } = JSON.parse(
  readFileSync(`${import.meta.dirname}/../../vectors/refused-manifests.json`, 'utf8'),
) as { readonly cases: readonly Refused[] };

/** Labels are checked by the server itself, for every kind alike. */
const isOfTheKind = (fault: string): boolean => !fault.startsWith('metadata.labels:');

/** Where upstream dumps a pointer. */
const withoutAddresses = (fault: string): string => fault.replaceAll(/\(0xc[0-9a-f]+\)/g, '(…)');

const known = new Set(kinds.map(({ kind }) => kind));

describe('a manifest that is refused is told every fault in order (A-3, A-7)', () => {
  test.each(cases.filter(({ kind }) => known.has(kind)).map((one) => [one.faults.join(' | '), one] as const))(
    '%s',
    (_, { manifest, faults }) => {
      expect(faultsOf(created(manifest)).map(withoutAddresses)).toEqual(
        faults.filter(isOfTheKind).map(withoutAddresses),
      );
    },
  );
});
