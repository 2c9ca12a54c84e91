import { expect, test } from 'vitest';
import { Pod } from '../../../../../src/kinds/core/pod/kind.ts';
import { instantOf } from '../../../../../src/machinery/instant.ts';
import vectors from '../../../../vectors/printers-Pod.json' with { type: 'json' };

const now = instantOf(vectors.now);
const pods = (objects: readonly unknown[]): readonly Pod[] => objects as readonly Pod[];

test('printers 4: the columns of pods', () => {
  const told = Pod.columns.map(({ name, type, format = '', wide }) => ({
    name,
    type,
    format,
    priority: wide ? 1 : 0,
  }));
  expect(told).toEqual(vectors.columns);
});

test.each(vectors.cases)('printers 5: $test $n shows $rows', ({ objects, rows, wide }) => {
  const columns = Pod.columns.filter((column) => wide || !column.wide);
  const cells = pods(objects).map((pod) => columns.map(({ cell }) => cell(pod, now)));
  expect(cells).toEqual(rows);
});

test.each(vectors.cases.filter((each) => 'rowConditions' in each))(
  'printers 5: $test $n has the conditions of a finished pod',
  (each) => {
    const conditions = pods(each.objects).flatMap((pod) => Pod.rowConditions?.(pod) ?? []);
    const expected = (each as { rowConditions?: readonly unknown[] }).rowConditions;
    expect(conditions).toEqual(expected);
  },
);
