import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/machinery/instant.ts';
import type { Ref } from '../../../src/machinery/object-meta.ts';
import { type Agenda, type Because, createAgenda, type Wake } from '../../../src/simulation/agenda.ts';

const ref = (name: string): Ref => ({ namespace: 'default', name });
const tell = (wake: Wake | undefined) => wake && `${wake.at} ${wake.actor} ${wake.name} ${wake.because}`;
const all = (agenda: Agenda): readonly (string | undefined)[] => agenda.list().map(tell);

function asked(
  ...wakes: readonly (readonly [actor: string, name: string, at: number, because?: Because])[]
): Agenda {
  const agenda = createAgenda({ tracked: true });
  for (const [actor, name, at, because = 'progress'] of wakes)
    agenda.wake(actor, ref(name), instant(at), because);
  return agenda;
}

describe('which wake comes first', () => {
  test('the earliest; of equal times the one that was asked for first', () => {
    const agenda = asked(['a', 'x', 5], ['b', 'x', 3], ['c', 'x', 5], ['d', 'x', 3]);
    const taken = [1, 2, 3, 4, 5].map(() => tell(agenda.take()));
    expect(taken).toEqual([
      '3 b x progress',
      '3 d x progress',
      '5 a x progress',
      '5 c x progress',
      undefined,
    ]);
  });

  test('looking at the first takes nothing', () => {
    const agenda = asked(['a', 'x', 5]);
    expect([tell(agenda.next()), tell(agenda.next()), agenda.size()]).toEqual([
      '5 a x progress',
      '5 a x progress',
      1,
    ]);
  });

  test('the first progress wake, behind any number of standing ones', () => {
    const agenda = asked(['a', 'x', 5, 'standing'], ['b', 'x', 9], ['c', 'x', 7, 'standing']);
    expect([tell(agenda.next()), tell(agenda.nextProgress())]).toEqual(['5 a x standing', '9 b x progress']);
  });
});

describe('one wake for each actor and ref', () => {
  test('an earlier one replaces a later one', () => {
    expect(all(asked(['a', 'x', 9], ['a', 'x', 4]))).toEqual(['4 a x progress']);
  });

  test('a later one is not needed', () => {
    expect(all(asked(['a', 'x', 4], ['a', 'x', 9]))).toEqual(['4 a x progress']);
  });

  test('other refs and other actors have wakes of their own', () => {
    expect(all(asked(['a', 'x', 4], ['a', 'y', 5], ['b', 'x', 6]))).toHaveLength(3);
  });

  test('an earlier standing wake stands for the progress that was to come later: the cluster is not settled', () => {
    expect(all(asked(['a', 'x', 9], ['a', 'x', 4, 'standing']))).toEqual(['4 a x progress']);
    expect(all(asked(['a', 'x', 4, 'standing'], ['a', 'x', 9]))).toEqual(['4 a x progress']);
  });

  test('what was taken is no longer pending, and a later wake may be asked for', () => {
    const agenda = asked(['a', 'x', 4]);
    agenda.take();
    expect(agenda.pending('a', ref('x'))).toBeUndefined();
    agenda.wake('a', ref('x'), instant(20), 'standing');
    expect(all(agenda)).toEqual(['20 a x standing']);
  });

  test('a wake in the past is taken before what is due now', () => {
    const agenda = asked(['a', 'x', 4], ['b', 'x', 4]);
    agenda.take();
    agenda.wake('c', ref('x'), instant(4), 'progress');
    agenda.wake('d', ref('x'), instant(2), 'progress');
    expect(all(agenda)).toEqual(['2 d x progress', '4 b x progress', '4 c x progress']);
    expect(tell(agenda.take())).toBe('2 d x progress');
  });
});

describe('saving', () => {
  test('changes are told once; what came and went in between is not told', () => {
    const agenda = asked(['a', 'x', 4], ['b', 'y', 5]);
    agenda.take();
    expect(agenda.changed()).toBe(true);
    expect(agenda.takeChanges()).toEqual([['b', 'default', 'y', 5, 2, 'progress']]);
    expect([agenda.changed(), agenda.takeChanges()]).toEqual([false, []]);
  });

  test('so it is of many, and those that are saved or pending are told all the same', () => {
    const agenda = asked(['saved', 'x', 1]);
    agenda.takeChanges();
    agenda.take();
    for (let i = 0; i < 25_000; i++) {
      agenda.wake('a', ref(`x-${i}`), instant(i), 'progress');
      agenda.take();
    }
    agenda.wake('b', ref('y'), instant(30_000), 'standing');
    expect(agenda.takeChanges()).toEqual([
      ['saved', 'default', 'x'],
      ['b', 'default', 'y', 30_000, 25_002, 'standing'],
    ]);
  });

  test('a saved wake that was taken is told as a row without a time', () => {
    const agenda = asked(['a', 'x', 4]);
    agenda.takeChanges();
    agenda.take();
    expect(agenda.takeChanges()).toEqual([['a', 'default', 'x']]);
  });

  test('loaded rows count as saved, and the sequence goes on', () => {
    const agenda = createAgenda({ tracked: true });
    agenda.load([['a', 'default', 'x', instant(4), 7, 'standing']], 9);
    expect(agenda.changed()).toBe(false);
    agenda.wake('b', ref('y'), instant(4), 'progress');
    expect([...agenda.rows()]).toEqual([
      ['a', 'default', 'x', 4, 7, 'standing'],
      ['b', 'default', 'y', 4, 10, 'progress'],
    ]);
    expect(agenda.sequence()).toBe(10);
  });

  test('a row without a time takes a wake away', () => {
    const agenda = asked(['a', 'x', 4]);
    agenda.load([['a', 'default', 'x']]);
    expect([agenda.size(), agenda.takeChanges()]).toEqual([0, []]);
  });
});

/** The agenda as a plain list. */
class Model {
  wakes: Wake[] = [];
  sequence = 0;

  wake(actor: string, name: string, at: number, because: Because): void {
    const found = this.wakes.find((wake) => wake.actor === actor && wake.name === name);
    const reason = found?.because === 'progress' ? 'progress' : because;
    if (found !== undefined && found.at <= at) this.replace(found, { ...found, because: reason });
    else {
      const wake = {
        at: instant(at),
        sequence: ++this.sequence,
        actor,
        namespace: 'default',
        name,
        because: reason,
      };
      this.replace(found, wake);
    }
  }

  take(): Wake | undefined {
    const [first] = this.sorted();
    this.replace(first, undefined);
    return first;
  }

  sorted(): readonly Wake[] {
    return this.wakes.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
  }

  private replace(found: Wake | undefined, wake: Wake | undefined): void {
    this.wakes = this.wakes.filter((each) => each !== found);
    if (wake !== undefined) this.wakes.push(wake);
  }
}

test('whatever is asked and taken, the agenda answers like a plain list, and its changes rebuild it elsewhere', () => {
  const anAction = fc.record({
    actor: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('x', 'y', 'z', 'w'),
    in: fc.integer({ min: -2, max: 6 }),
    because: fc.constantFrom<Because[]>('progress', 'progress', 'standing'),
    does: fc.constantFrom('wake', 'wake', 'wake', 'take', 'take', 'save'),
  });
  fc.assert(
    fc.property(fc.array(anAction, { maxLength: 60 }), (actions) => {
      const agenda = createAgenda({ tracked: true });
      const copy = createAgenda({ tracked: true });
      const model = new Model();
      let now = 10;
      for (const action of actions) {
        if (action.does === 'take') {
          const taken = agenda.take();
          expect(taken).toEqual(model.take());
          now = Math.max(now, taken?.at ?? 0);
        } else if (action.does === 'wake') {
          agenda.wake(action.actor, ref(action.name), instant(now + action.in), action.because);
          model.wake(action.actor, action.name, now + action.in, action.because);
        } else copy.load(agenda.takeChanges(), agenda.sequence());
        const sorted = model.sorted();
        expect(agenda.next()).toEqual(sorted[0]);
        expect(agenda.nextProgress()).toEqual(sorted.find((wake) => wake.because === 'progress'));
        expect(agenda.size()).toBe(sorted.length);
      }
      copy.load(agenda.takeChanges(), agenda.sequence());
      expect([agenda.list(), copy.list(), copy.sequence()]).toEqual([
        model.sorted(),
        model.sorted(),
        model.sequence,
      ]);
    }),
    { numRuns: 300 },
  );
});
