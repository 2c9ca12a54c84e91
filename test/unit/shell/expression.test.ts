import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Expression } from '../../../src/shell/expression.ts';
import { linearFinder } from '../../../src/shell/linear.ts';
import { runScript } from './run-script.ts';

describe('an expression', () => {
  const sources = [
    'a+b',
    '(a|b)*c',
    '^(a*)(b*)$',
    '[^a]x?',
    '(a+)+$',
    'b|(?:ab)+',
    '.*b.*c',
    '\\ba',
    'a{2,}',
  ];

  test('finds what JavaScript finds, in texts of any length', () => {
    const texts = fc.stringMatching(/^[abcx ]{0,40}$/);
    fc.assert(
      fc.property(fc.constantFrom(...sources), texts, (source, text) => {
        const found = new RegExp(source).exec(text);
        const expected = found === null ? undefined : { index: found.index, texts: [...found] };
        expect(new Expression(source).first(text)).toEqual(expected);
        expect(linearFinder(source, false)?.(text, 0)).toEqual(expected);
      }),
    );
  });

  test('replaces each match, and nothing that is empty right behind one', () => {
    expect(new Expression('b*').replaced('abc', () => '-')).toBe('-a-c-');
    expect(new Expression('b').replaced('abbb', (_, count) => String(count), 2)).toBe('a12b');
  });

  test('takes a text apart', () => {
    expect(new Expression(', *').parts('a, b,c')).toEqual(['a', 'b', 'c']);
  });
});

/** Those that JavaScript's own matcher would try for longer than anybody lives. */
const HOSTILE: readonly (readonly [script: string, output: string])[] = [
  [`x=$(printf 'a%.0s' $(seq 60))b; echo $x | grep -cE '^(a+)+$'`, '0\n'],
  [`x=$(printf 'a%.0s' $(seq 60))b; echo $x | grep -cE '(a|aa)+$'`, '0\n'],
  [`x=$(printf 'a%.0s' $(seq 60))b; echo $x | sed -E 's/(a*)*c/x/' | tail -c 3`, 'ab\n'],
  [`x=$(printf 'a%.0s' $(seq 60))b; echo $x | awk '/^(a+)+$/ { print "yes" } END { print "no" }'`, 'no\n'],
  [`x=$(printf 'a%.0s' $(seq 60))b; [[ $x =~ ^(a+)+$ ]] || echo no`, 'no\n'],
  [`x=$(printf 'a%.0s' $(seq 60))b; expr $x : '\\(a*\\)*c'`, '\n'],
  [`x=$(printf 'a%.0s' $(seq 300)); case $x in *a*a*a*a*a*a*a*a*b) echo yes;; *) echo no;; esac`, 'no\n'],
  [`x=$(printf 'a%.0s' $(seq 3000)); y=\${x##*a*a*a*b}; echo \${#y}`, '3000\n'],
  [`x=$(printf 'a%.0s' $(seq 3000)); y=\${x%%a*a*a*b*c}; echo \${#y}`, '3000\n'],
  [`x=$(printf 'a%.0s' $(seq 3000)); y=\${x//a*a*a*b/}; echo \${#y}`, '3000\n'],
  [`touch $(printf 'a%.0s' $(seq 200)); echo *a*a*a*a*a*a*a*a*b`, '*a*a*a*a*a*a*a*a*b\n'],
];

test.each(HOSTILE)('%s: at once', (script, output) => {
  const began = performance.now();
  const result = runScript(script, { flavour: 'gnu' });
  expect([result.output, performance.now() - began < 2000]).toEqual([output, true]);
});

test.each([
  ['echo "a-b-c" | sed "s/-/+/2; s/b*/x/g"', 'xax-x+xcx'],
  [
    'x=/usr/local/lib/x.tar.gz; echo ${x##*/} ${x#*/} ${x%.*} ${x%%.*} ${x/l*l/-}',
    'x.tar.gz usr/local/lib/x.tar.gz /usr/local/lib/x.tar /usr/local/lib/x /usr/-ib/x.tar.gz',
  ],
  ['x=aXbXc; echo ${x//X/,} ${x/#a/-} ${x#a?} ${x%[a-c]}', 'a,b,c -XbXc bXc aXbX'],
  ['expr abc123 : "[a-z]*"; expr abc123 : "[a-z]*\\([0-9]*\\)"', '3\n123'],
  ['echo aXXb | grep -o "X*"', 'XX'],
])('%s', (script, output) => {
  expect(runScript(script, { flavour: 'gnu' }).output.trimEnd()).toBe(output);
});
