import { expect, test } from 'vitest';
import { createHold, type Hold } from '../../../../src/cli/serving/hold.ts';

/** A hold, and what it says at each of the moments, in milliseconds; what happens at a moment happens before it is asked. */
function stepped(
  happens: Readonly<Record<number, keyof Hold>>,
  moments: readonly number[],
): readonly boolean[] {
  let now = 0;
  const hold = createHold(() => now);
  const all = [...new Set([...Object.keys(happens).map(Number), ...moments])].sort((a, b) => a - b);
  const said = new Map<number, boolean>();
  for (const moment of all) {
    now = moment;
    const name = happens[moment];
    if (name !== undefined) hold[name]();
    said.set(moment, hold.isOn());
  }
  return moments.map((moment) => said.get(moment) ?? false);
}

test('who only reads holds nobody back', () => {
  expect(stepped({ 0: 'read' }, [0, 10])).toEqual([false, false]);
});

test('controllers react 50 ms after a write that nothing follows', () => {
  expect(stepped({ 0: 'wrote' }, [0, 49, 50])).toEqual([true, true, false]);
});

test('a command that reads after it wrote is left in peace: kubectl delete looks twice before it watches', () => {
  expect(stepped({ 0: 'wrote', 30: 'read', 60: 'read' }, [59, 109, 110])).toEqual([true, true, false]);
});

test('nobody is left in peace for longer than 200 ms', () => {
  const busy = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [(index + 1) * 20, 'read' as const]),
  );
  expect(stepped({ 0: 'wrote', ...busy }, [199, 200])).toEqual([true, false]);
});

test('a command of ours is waited for until it ends', () => {
  expect(stepped({ 0: 'commandActed', 900: 'end' }, [899, 900])).toEqual([true, false]);
});

test.each([
  ['a command of ours leaves something unsaved', 'commandActed', true],
  ['who wrote over HTTP was saved before he was answered', 'wrote', false],
] as const)('%s', (_, deed, unsaved) => {
  const hold = createHold(() => 0);
  hold[deed]();
  expect([hold.end(), hold.end()]).toEqual([unsaved, false]);
});
