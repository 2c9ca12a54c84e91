import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fields } from '../../../../src/machinery/json.ts';
import { applyJsonPatch } from '../../../../src/machinery/patch/json-patch.ts';
import { applyMergePatch } from '../../../../src/machinery/patch/merge-patch.ts';
import type { PatchField, PatchSchema } from '../../../../src/machinery/patch/patch-schema.ts';
import { patchFault } from '../../../../src/machinery/patch/refusal.ts';
import {
  changesMade,
  createThreeWayMergePatch,
  createTwoWayMergePatch,
} from '../../../../src/machinery/patch/strategic-diff.ts';
import { applyStrategicMergePatch } from '../../../../src/machinery/patch/strategic-merge-patch.ts';
import vectors from '../../../vectors/platform-smp.json' with { type: 'json' };
import { objectSchema, struct } from './schemas.ts';

const items: PatchSchema = {
  name: 'MergeItem',
  field: (name) => itemFields[name],
};
const merging: PatchField = { schema: items, strategy: ['merge'], mergeKey: 'name' };
const itemFields: Readonly<Record<string, PatchField>> = {
  name: { schema: undefined },
  value: { schema: undefined },
  other: { schema: undefined },
  mergingList: merging,
  nonMergingList: { schema: items },
  mergingIntList: { schema: undefined, strategy: ['merge'] },
  nonMergingIntList: { schema: undefined },
  mergeItemPtr: merging,
  simpleMap: { schema: undefined },
  replacingItem: { schema: undefined, strategy: ['replace'] },
  retainKeysMap: { schema: struct('RetainKeysMergeItem', () => retainFields), strategy: ['retainKeys'] },
  retainKeysMergingList: { ...merging, strategy: ['merge', 'retainKeys'] },
};
const retainFields: Readonly<Record<string, PatchField>> = {
  name: { schema: undefined },
  value: { schema: undefined },
  other: { schema: undefined },
  simpleMap: { schema: undefined },
  mergingList: merging,
  nonMergingList: { schema: items },
  mergingIntList: { schema: undefined, strategy: ['merge'] },
  nonMergingIntList: { schema: undefined },
};

interface Row {
  readonly case: string;
  readonly Original: Fields;
  readonly TwoWay?: Fields;
  readonly Modified?: Fields;
  readonly Current?: Fields;
  readonly ThreeWay?: Fields;
  readonly Result?: Fields;
  readonly TwoWayResult?: Fields;
  readonly ExpectedError?: string;
}
const rows = vectors.tables.upstream as unknown as readonly Row[];

describe('strategic merge patches, by upstream’s tables', () => {
  for (const row of rows) {
    const { Original, TwoWay = {}, Modified, Current, ThreeWay, Result } = row;
    if (Modified !== undefined) {
      test(`${row.case}: the patch gives the modified object`, () => {
        expect(applyStrategicMergePatch(Original, TwoWay, items)).toEqual(row.TwoWayResult ?? Modified);
      });
    }
    if (row.ExpectedError !== undefined) {
      test(`${row.case}: is refused`, () => {
        const apply = (): string => {
          try {
            return JSON.stringify(applyStrategicMergePatch(Original, TwoWay, items));
          } catch (error) {
            return patchFault(error);
          }
        };
        expect(apply()).toContain(row.ExpectedError);
      });
    }
    if (Modified !== undefined && Current !== undefined) {
      test(`${row.case}: the difference of two is the patch`, () => {
        expect(createTwoWayMergePatch(Original, Modified, items)).toEqual(TwoWay);
      });
      test(`${row.case}: the difference of three is the patch and gives the result`, () => {
        const patch = createThreeWayMergePatch(Original, Modified, Current, items);
        expect(patch).toEqual(ThreeWay);
        expect(applyStrategicMergePatch(Current, patch, items)).toEqual(Result);
      });
    }
  }
});

interface ClientRow {
  readonly case: string;
  readonly type: string;
  readonly object: Fields;
  readonly patch: unknown;
  readonly result?: Fields;
  readonly error?: string;
}

function apply({ type, object, patch }: ClientRow): unknown {
  if (type === 'json') return applyJsonPatch(object, patch);
  if (type === 'merge') return applyMergePatch(object, patch);
  return applyStrategicMergePatch(object, patch, objectSchema);
}

describe('patches, as the real kubectl applies them by itself', () => {
  for (const row of vectors.tables.kubectl as unknown as readonly ClientRow[]) {
    test(`${row.type}: ${row.case}`, () => {
      if (row.result !== undefined) expect(apply(row)).toEqual(row.result);
      else {
        try {
          apply(row);
          expect.unreachable();
        } catch (error) {
          expect(row.error).toContain(patchFault(error));
        }
      }
    });
  }
});

describe('round trips', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const item = fc.record(
    { name, value: fc.option(fc.string(), { nil: undefined }) },
    { requiredKeys: ['name'] },
  );
  const list = fc.uniqueArray(item, { selector: (one) => one.name, maxLength: 4 });
  const object = fc.record(
    {
      mergingList: list,
      nonMergingList: list,
      mergingIntList: fc.uniqueArray(fc.integer({ min: 1, max: 5 })),
      simpleMap: fc.dictionary(name, fc.string()),
      retainKeysMap: fc.record(
        { name, value: fc.string(), simpleMap: fc.dictionary(name, fc.string()) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  /** Plain values that are merged are a set to upstream's diff: two orders of the same ones are no difference. */
  const inOrder = (_key: string, value: unknown): unknown =>
    Array.isArray(value) && value.every((item) => typeof item === 'number')
      ? value.toSorted((a, b) => a - b)
      : value;
  const plain = (value: unknown): Fields => JSON.parse(JSON.stringify(value), inOrder);

  test('the difference of two, applied to the first, gives the second', () => {
    fc.assert(
      fc.property(object, object, (a, b) => {
        const [original, modified] = [plain(a), plain(b)];
        expect(
          applyStrategicMergePatch(original, createTwoWayMergePatch(original, modified, items), items),
        ).toEqual(modified);
      }),
    );
  });
  test('nothing given is changed in place', () => {
    fc.assert(
      fc.property(object, object, object, (a, b, c) => {
        const before = JSON.stringify([a, b, c]);
        const patch = createThreeWayMergePatch(a, b, c, items);
        const given = JSON.stringify(patch);
        applyStrategicMergePatch(c, patch, items);
        expect([JSON.stringify([a, b, c]), JSON.stringify(patch)]).toEqual([before, given]);
      }),
    );
  });
  test('what nobody changed is no change', () => {
    fc.assert(
      fc.property(object, (a) => {
        const { mergingIntList: _, ...rest } = plain(a);
        expect(changesMade(rest, rest, items)).toEqual({});
      }),
    );
  });
});
