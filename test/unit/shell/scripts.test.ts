import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runScript } from './run-script.ts';

interface Row {
  readonly script: string;
  readonly output: string;
  readonly code: number;
}
const vectors = `${import.meta.dirname}/../../vectors/shell-scripts.json`;
const { rows } = JSON.parse(readFileSync(vectors, 'utf8')) as { readonly rows: readonly Row[] };

test.each(rows)('bash prints the same: $script', ({ script, output, code }) => {
  const outcome = runScript(script, { flavour: 'gnu' });
  expect({ output: outcome.output, code: outcome.code }).toEqual({ output, code });
});

test('sleep takes virtual time only', () => {
  const { output, code } = runScript('date +%T; sleep 90; date +%T; sleep 1h; date +%T', { within: 7200 });
  expect({ output, code }).toEqual({ output: '12:00:00\n12:01:30\n13:01:30\n', code: 0 });
});

test('what is not there is told in the words of busybox, or of bash', () => {
  expect(runScript('foo; cat nope; ls nope; echo x > /no/file').errors).toBe(
    "sh: foo: not found\ncat: can't open 'nope': No such file or directory\nls: nope: No such file or directory\nsh: can't create /no/file: nonexistent directory\n",
  );
  expect(runScript('foo', { flavour: 'gnu' })).toMatchObject({
    errors: 'bash: line 1: foo: command not found\n',
    code: 127,
  });
});

test("busybox's shell has no arrays", () => {
  expect(runScript('echo before; names=(a b); echo after')).toMatchObject({
    output: 'before\n',
    errors: 'sh: syntax error: unexpected "("\n',
    code: 2,
  });
  expect(runScript('echo ${names[1]}').errors).toBe('sh: syntax error: bad substitution\n');
});

test('two who write to a file from its start write over each other, with >> one after the other', () => {
  const both = (operator: string): string =>
    runScript(`exec 3${operator}/tmp/f 4${operator}/tmp/f; echo 12 >&3; echo 3 >&4; cat /tmp/f`).output;
  expect([both('>'), both('>>')]).toEqual(['3\n\n', '12\n3\n']);
  expect(runScript('(sleep 1; echo b) > /tmp/f & echo long > /tmp/f; sleep 2; cat /tmp/f').output).toBe(
    'b\nng\n',
  );
});

test('printf and echo -e make bytes, and characters of those that are some', () => {
  expect(runScript("printf '\\377\\303\\251'; echo -e '\\xc3\\xa9'").output).toBe('\udcff\u00e9\u00e9\n');
});

test('tail -F shows what another process writes, as it is written', () => {
  const script =
    '(i=0; while [ $i -lt 3 ]; do i=$((i+1)); echo line $i >> /tmp/log; sleep 2; done) & tail -F /tmp/log';
  expect(runScript(script, { within: 10 })).toMatchObject({
    output: 'line 1\nline 2\nline 3\n',
    code: undefined,
  });
});

const ENDLESS: readonly (readonly [string, number | undefined, string])[] = [
  ['while true; do echo x; done', undefined, 'a loop that never pauses still runs'],
  ['while true; do :; done', undefined, 'one that does nothing, too'],
  ['x=a; while true; do x=$x$x; done', 137, 'a variable that grows for ever is out of memory'],
  ['f() { f; }; f', 139, 'a function that calls itself crashes'],
  ['yes | cat > /dev/null', undefined, 'an endless pipe still runs'],
];

test.each(ENDLESS)('%s: bounded', (script, code) => {
  const started = performance.now();
  expect(runScript(script).code).toBe(code);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a container that forks for ever is refused more processes', () => {
  expect(runScript('f() { while true; do sleep 1000 & done; }; f').errors).toContain(
    "can't fork: Resource temporarily unavailable",
  );
});

test('a disk that is full is told of', () => {
  const script =
    'x=0123456789; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; while echo $x$x$x$x$x$x$x$x >> /data/f; do :; done';
  expect(runScript(script).errors).toContain('No space left on device');
});

const words = fc.constantFrom(
  'echo',
  'a',
  '$x',
  '"$(',
  ')',
  ';',
  '|',
  '&&',
  'if',
  'then',
  'fi',
  'do',
  'done',
  'while',
  '{',
  '}',
  '<<E',
  "'",
  '$((',
  '))',
  '\n',
  '${x:-',
  'sleep 1',
  'case',
  'in',
  'esac',
  '&',
  '>',
  '/tmp/f',
  '[',
  ']',
  'cat',
  'exit 3',
);

test('any script is answered, and twice the same', () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 20 }), (parts) => {
      const script = parts.join(' ');
      expect(runScript(script, { within: 60 })).toEqual(runScript(script, { within: 60 }));
    }),
    { numRuns: 120 },
  );
});

test('any text is answered', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (script) => {
      runScript(script, { within: 60 });
    }),
    { numRuns: 120 },
  );
});
