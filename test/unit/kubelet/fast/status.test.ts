import { expect, test } from 'vitest';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { withDebuggers } from '../../../../src/kubelet/fast/status.ts';
import { instant } from '../../../../src/machinery/instant.ts';
import { createRng } from '../../../../src/simulation/rng.ts';

const NOW = instant(Date.UTC(2026, 0, 1));
const known = { name: 'old', state: { terminated: { exitCode: 0 } } };

const podWith = (...names: readonly string[]): Pod =>
  ({
    metadata: { name: 'web' },
    spec: { ephemeralContainers: names.map((name) => ({ name, image: 'busybox' })) },
    status: { phase: 'Running', ephemeralContainerStatuses: [known] },
  }) as object as Pod;

test('a container that somebody debugs with runs at once, beside those that were there', () => {
  const statuses = withDebuggers(podWith('old', 'new'), NOW, createRng(1))?.ephemeralContainerStatuses;
  expect(statuses?.map(({ name, state }) => [name, state])).toEqual([
    ['old', known.state],
    ['new', { running: { startedAt: '2026-01-01T00:00:00Z' } }],
  ]);
});

test('where none is new nothing changes', () => {
  expect(withDebuggers(podWith('old'), NOW, createRng(1))).toBeUndefined();
});
