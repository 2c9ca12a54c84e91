import { describe, expect, test } from 'vitest';
import { compileJsonPath, relaxedJsonPath } from '../../../src/machinery/json-path.ts';
import vectors from '../../vectors/jsonpath-kubectl-1.33.json' with { type: 'json' };

interface Row {
  readonly template: string;
  readonly output?: string;
  readonly parsing?: string;
  readonly executing?: string;
}
const message = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};
const print = (template: string, data: unknown, missing: 'may-miss' | 'must-exist' = 'must-exist'): unknown =>
  message(() => compileJsonPath(template, { allowMissingKeys: missing === 'may-miss' }).print(data));

describe('as the real kubectl prints it', () => {
  for (const row of vectors.cases as readonly Row[]) {
    if (row.output !== undefined) {
      test(`${row.template} prints ${JSON.stringify(row.output).slice(0, 60)}`, () => {
        expect(print(row.template, vectors.object, 'may-miss')).toBe(row.output);
      });
    } else if (row.parsing !== undefined) {
      test(`${row.template} cannot be read: ${row.parsing}`, () => {
        expect(message(() => compileJsonPath(row.template))).toBe(row.parsing);
      });
    } else {
      test(`${row.template} cannot be evaluated: ${row.executing}`, () => {
        const path = compileJsonPath(row.template, { allowMissingKeys: true });
        expect(message(() => path.print(vectors.object))).toBe(row.executing);
      });
    }
  }
});

describe('values of every type', () => {
  const data = {
    bools: [true, false, true, false],
    integers: [1, 2, 3, 4],
    floats: [1, 2.2, 3.3, 4],
    strings: ['one', 'two', 'three', 'four'],
    mixed: [true, 'one', 1, 1.1],
    maps: [
      { name: 'one', value: 1 },
      { name: 'two', value: 2.02 },
      { name: 'three', value: 3.03 },
    ],
    nothing: null,
  };
  test.each([
    ['{ .bools }', '[true,false,true,false]'],
    ['{ .bools[-1] }', 'false'],
    ['{ .bools[:4:2] }', 'true true'],
    ['{ .integers[-2] }', '3'],
    ['{ .integers[0:2] }', '1 2'],
    ['{ .floats }', '[1,2.2,3.3,4]'],
    ['{ .floats[:4:2] }', '1 3.3'],
    ['{ .strings[:4:2] }', 'one three'],
    ['{ .mixed }', '[true,"one",1,1.1]'],
    ['{ .mixed[:4:2] }', 'true 1'],
    ['{ .maps[0] }', '{"name":"one","value":1}'],
    ['{ .maps[::2] }', '{"name":"one","value":1} {"name":"three","value":3.03}'],
    ['{ .nothing }', 'null'],
    ['{ .integers[?(@<3)] }', '1 2'],
    ['{..name}', 'one two three'],
    ['{...value}', '1 2.02 3.03'],
    ['plain', 'plain'],
    ['{"{"}', '{'],
  ])('%s prints %s', (template, text) => {
    expect(print(template, data)).toBe(text);
  });
});

describe('slices', () => {
  const data = { list: [{ n: 'a' }, { n: 'b' }, { n: 'c' }, { n: 'd' }] };
  test.each([
    ['0:0', ''],
    ['0:-1', 'a b c'],
    ['-1:', 'd'],
    ['-4:', 'a b c d'],
    ['5:5', ''],
    ['-5:-5', ''],
    ['1:4:2', 'b d'],
    ['1:4:4', 'b'],
    ['-1:0', 'starting index 3 is greater than ending index 0'],
    ['-5', 'array index out of bounds: index -1, length 4'],
    ['3:1', 'starting index 3 is greater than ending index 1'],
    ['0:4:-1', 'step must be > 0'],
  ])('[%s] gives %j', (slice, text) => {
    expect(print(`{.list[${slice}].n}`, data)).toBe(text);
  });
});

describe('ranges', () => {
  const value = [{ name: 'v1' }, { name: 'v2' }];
  const pods = {
    kind: 'List',
    items: [
      {
        name: 'pod1',
        containers: [
          { name: 'foo', value },
          { name: 'bar', value },
        ],
      },
      { name: 'pod2', containers: [{ name: 'baz', value }] },
    ],
  };
  test('what follows a range is printed once', () => {
    expect(print('{range .items[*]}{.name}, {end}{.kind}', pods)).toBe('pod1, pod2, List');
  });
  test('ranges nest', () => {
    const inner = '{range @.containers[*]}{.name}{":"}{range @.value[*]}{.name}{","}{end}{"+"}{end}';
    const text = 'pod1~foo:v1,v2,+bar:v1,v2,+#pod2~baz:v1,v2,+#';
    expect(print(`{range .items[*]}{.name}{"~"}${inner}{"#"}{end}`, pods)).toBe(text);
  });
  test('two ranges may stand side by side in a third', () => {
    const inner = '{range @.containers[*]}{.name}{" "}{end}';
    expect(print(`{range .items[*]}{.name}{"\\t"}${inner}{"\\t"}${inner}{"\\n"}{end}`, pods)).toBe(
      'pod1\tfoo bar \tfoo bar \npod2\tbaz \tbaz \n',
    );
  });
  test('a range over nothing prints nothing', () => {
    const template = '{range .items[*]}{.name}{":"}{range @.spec.containers[*]}{.name}{","}{end}{"+"}{end}';
    expect(print(template, { items: [] }, 'may-miss')).toBe('');
  });
  test('a template can be asked again', () => {
    const path = compileJsonPath('{range .items[*]}{.name}{end}');
    expect([path.print(pods), path.print(pods)]).toEqual(['pod1pod2', 'pod1pod2']);
  });
});

describe('missing fields', () => {
  const data = { items: [{ a: { color: 'blue' }, n: 1 }, { n: 2 }, { a: { color: 'blue' }, n: 3 }] };
  const template = '{.items[?(@.a.color=="blue")].n}';
  test('are skipped where they may miss', () => {
    expect(print(template, data, 'may-miss')).toBe('1 3');
  });
  test('are a fault where they must exist', () => {
    expect(print(template, data)).toBe('a is not found');
  });
  test('do not exist in the eyes of a filter', () => {
    expect(print('{.items[?(@.a)].n}', data)).toBe('1 3');
  });
  test('an index out of bounds exists in the eyes of a filter, as it does upstream', () => {
    expect(
      print('{.items[?(@.list[1])].n}', { items: [{ n: 1, list: [0] }, { n: 2, list: [] }, { n: 3 }] }),
    ).toBe('1 2');
  });
});

test('find gives the values of each part', () => {
  const path = compileJsonPath('names: {.items[*].n}{.kind}');
  expect(path.find({ items: [{ n: 1 }, { n: { deep: true } }], kind: null })).toEqual([
    ['names: '],
    [1, { deep: true }],
    [null],
  ]);
});

describe('kubectl’s free form', () => {
  test.each([
    ['metadata.name', '{.metadata.name}'],
    ['.metadata.name', '{.metadata.name}'],
    ['{metadata.name}', '{.metadata.name}'],
    ['{.metadata.name}', '{.metadata.name}'],
    ['', ''],
  ])('%s means %s', (given, path) => {
    expect(relaxedJsonPath(given)).toBe(path);
  });
  test('more than one expression is refused', () => {
    expect(() => relaxedJsonPath('{.a}{.b}')).toThrow(
      "unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'",
    );
  });
});
