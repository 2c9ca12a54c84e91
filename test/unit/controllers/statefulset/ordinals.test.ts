import { describe, expect, test } from 'vitest';
import { claimNames, claimsFor } from '../../../../src/controllers/statefulset/claims.ts';
import { ordinalOf, parentOf } from '../../../../src/controllers/statefulset/ordinals.ts';
import { statefulSetOf } from '../../../support/workloads.ts';
import table from '../../../vectors/statefulset-names.json' with { type: 'json' };

interface ClaimRow {
  readonly templateLabels?: Readonly<Record<string, string>> | null;
  readonly selector?: Readonly<Record<string, string>> | null;
  readonly expectedLabels?: Readonly<Record<string, string>> | null;
}

describe('S-3 names of pods', () => {
  test.each(table.cases)('$podName is $ordinal of "$parent"', ({ podName, parent, ordinal }) => {
    expect([parentOf(podName), ordinalOf(podName)]).toEqual([parent, ordinal]);
  });
});

describe('S-31 claims', () => {
  const templateOf = (labels: Readonly<Record<string, string>> | null | undefined) => ({
    metadata: { name: 'datadir', ...(labels ? { labels } : {}) },
    spec: {},
  });
  test('are named after template, set and ordinal', () => {
    const set = statefulSetOf({ name: 'foo', spec: { volumeClaimTemplates: [templateOf(null)] } });
    expect(claimNames(set, 0)).toEqual(['datadir-foo-0']);
  });
  const rows = table.claims as readonly ClaimRow[];
  test.each(rows.filter((row) => 'expectedLabels' in row))(
    'labels $templateLabels, selector $selector',
    (row) => {
      const selector = row.selector ? { matchLabels: row.selector } : {};
      const set = statefulSetOf({
        spec: { selector, volumeClaimTemplates: [templateOf(row.templateLabels)] },
      });
      expect(claimsFor(set, 0)[0]?.metadata.labels ?? null).toEqual(row.expectedLabels);
    },
  );
});
