import { expect, test } from 'vitest';
import { fileAnswer } from '../../../../src/cli/proxying/static-files.ts';
import { memoryFiles } from '../../../support/memory-kubectl.ts';

const files = memoryFiles({
  'www/a.txt': 'hi\n',
  'www/b.html': '<b>',
  'www/c & d.json': '{}',
  'www/e': Uint8Array.of(0, 1),
  'www/site/index.html': 'home',
});
const TEXT = 'text/plain; charset=utf-8';
const HTML = 'text/html; charset=utf-8';

test.each([
  { path: 'a.txt', code: 200, headers: { 'Content-Type': TEXT }, body: 'hi\n' },
  { path: 'c%20&%20d.json', code: 200, headers: { 'Content-Type': 'application/json' }, body: '{}' },
  { path: 'e', code: 200, headers: { 'Content-Type': 'application/octet-stream' }, body: '\0\u0001' },
  { path: 'site/', code: 200, headers: { 'Content-Type': HTML }, body: 'home' },
  { path: 'site', code: 301, headers: { Location: 'site/?x' }, body: '' },
  { path: 'site/index.html', code: 301, headers: { Location: './?x' }, body: '' },
  { path: 'a.txt/', code: 301, headers: { Location: '../a.txt?x' }, body: '' },
  {
    path: 'nope',
    code: 404,
    headers: { 'Content-Type': TEXT, 'X-Content-Type-Options': 'nosniff' },
    body: '404 page not found\n',
  },
  {
    path: '',
    code: 200,
    headers: { 'Content-Type': HTML },
    body: `<!doctype html>
<meta name="viewport" content="width=device-width">
<pre>
<a href="a.txt">a.txt</a>
<a href="b.html">b.html</a>
<a href="c%20%26%20d.json">c &amp; d.json</a>
<a href="e">e</a>
<a href="site/">site/</a>
</pre>
`,
  },
])('/static/$path: $code', ({ path, ...answer }) => {
  const told = fileAnswer(files, 'www', path, '?x');
  expect({ ...told, body: Buffer.from(told.body).toString() }).toEqual(answer);
});
