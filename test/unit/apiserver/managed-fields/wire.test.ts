import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mergeApplied } from '../../../../src/apiserver/managed-fields/apply.ts';
import { kinds } from '../../../../src/kinds/index.ts';
import { loadTypes } from '../../../../src/kinds/schema/source.ts';
import { instant } from '../../../../src/machinery/instant.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../../../src/machinery/object-meta.ts';
import recorded from '../../../vectors/server-side-apply-wire-1.33.json' with { type: 'json' };

loadTypes(() => readFileSync(`${import.meta.dirname}/../../../../src/kinds/schema/types.json`, 'utf8'));

interface Exchange {
  readonly of: string;
  readonly manager: string;
  readonly force: boolean;
  readonly live: KubeObject;
  readonly config: KubeObject;
  readonly entries: readonly ManagedFieldsEntry[];
}
const exchanges: readonly Exchange[] = JSON.parse(JSON.stringify(recorded));

/** The recorded server's clock is not ours: only whether there is a time can be compared. */
const told = (entries: readonly ManagedFieldsEntry[]): readonly unknown[] =>
  entries.map(({ time, ...rest }) => ({ ...rest, timed: time !== undefined }));

test.each(
  exchanges.map((exchange, i) => [i, exchange.of, exchange.manager, exchange.config.kind, exchange] as const),
)('a recorded apply (%i, %s): %s to a %s', (_, __, manager, name, { live, config, force, entries }) => {
  const kind = kinds.find((one) => one.kind === name);
  const now = instant(Date.parse('2026-11-21T00:00:00Z'));
  const merged = kind && mergeApplied(kind, live, { config, manager, force, now });
  expect(told(merged?.entries ?? [])).toEqual(told(entries));
});
