import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { graphFrom, graphText, UnwritableError, type Vocabulary } from '../../../src/machinery/graph.ts';

class Point {
  readonly x: number;
  private readonly secret = 'kept';
  other: Point | undefined = undefined;
  constructor(x: number) {
    this.x = x;
  }
  tell(): string {
    return `${this.x} ${this.secret}`;
  }
}

const classes: Vocabulary = { point: Point };
const again = (value: unknown): unknown => graphFrom(graphText(value, classes, new Map()), classes, () => {});

describe('a graph that was written and read', () => {
  test('is the same, whatever is in it', () => {
    const anything = fc.anything({ withMap: true, withSet: true, withNullPrototype: false, maxDepth: 4 });
    fc.assert(
      fc.property(anything, (value) => {
        fc.pre(typeof value !== 'bigint' && !JSON.stringify(value ?? null)?.includes('__proto__'));
        let text: string;
        try {
          text = graphText(value, classes, new Map());
        } catch (error) {
          expect(error).toBeInstanceOf(UnwritableError);
          return;
        }
        expect(graphFrom(text, classes, () => {})).toEqual(value);
      }),
      { numRuns: 120 },
    );
  });

  test('has one of what is shared, and its circles', () => {
    const [a, b] = [new Point(1), new Point(2)];
    a.other = b;
    b.other = a;
    const [first, second] = again([a, a]) as [Point, Point];
    expect([first === second, first.other?.other === first, first.other?.tell()]).toEqual([
      true,
      true,
      '2 kept',
    ]);
  });

  test('knows numbers that JSON has not, what is undefined, and texts of any kind', () => {
    const value = {
      a: Number.POSITIVE_INFINITY,
      b: Number.NaN,
      z: -0,
      c: undefined,
      d: '\ud800\n',
      e: ['=x', '5'],
    };
    expect(again(value)).toEqual(value);
  });

  test('keeps a field of any name', () => {
    const value = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as object;
    expect(JSON.stringify(again(value))).toBe('{"__proto__":{"x":1},"constructor":2}');
  });
});

test('what is known elsewhere is named', () => {
  const act = (): void => {};
  const text = graphText({ act }, classes, new Map([[act, 'act']]));
  expect(graphFrom(text, classes, (name) => `the ${name}`)).toEqual({ act: 'the act' });
});

test('fields may stay behind, and objects may refuse', () => {
  const choosy: Vocabulary = {
    point: { prototype: Point.prototype, without: ['other'], allows: ({ x }) => x !== 3 },
  };
  const [one, three] = [new Point(1), new Point(3)];
  one.other = three;
  expect(Object.keys(graphFrom(graphText(one, choosy, new Map()), choosy, () => {}) as object)).toEqual([
    'x',
    'secret',
  ]);
  expect(() => graphText(three, choosy, new Map())).toThrow(UnwritableError);
});

test.each([
  ['a function', { act: () => {} }],
  ['an object of a class that nobody named', { at: new Date(0) }],
  ['a symbol', [Symbol('x')]],
])('%s cannot be written', (_, value) => {
  expect(() => graphText(value, classes, new Map())).toThrow(UnwritableError);
});
