import { expect, test } from 'vitest';
import { withLinksThrough } from '../../../../src/apiserver/subresources/proxied-links.ts';

const PREFIX = '/api/v1/namespaces/x/services/web/proxy';
const through = (page: string): string => withLinksThrough(PREFIX, '10.0.0.5:80', page);

// What proxy.Transport makes of a page.
// biome-ignore format: one case a line
test.each([
  { of: 'a link to the same server', page: '<a href="/about">x</a>', is: `<a href="${PREFIX}/about">x</a>` },
  { of: 'one that names it', page: '<a href="http://10.0.0.5:80/a?b=c#d">x</a>', is: `<a href="${PREFIX}/a?b=c#d">x</a>` },
  { of: 'a folder', page: '<img src=/img/>', is: `<img src="${PREFIX}/img/"/>` },
  { of: 'a relative link', page: '<a href="about">x</a><a href="#top">y</a>', is: '<a href="about">x</a><a href="#top">y</a>' },
  { of: 'a link to another server', page: '<a href="https://nginx.org/">x</a>', is: '<a href="https://nginx.org/">x</a>' },
  { of: 'a link that leads through already', page: `<a href="${PREFIX}/a">x</a>`, is: `<a href="${PREFIX}/a">x</a>` },
  { of: 'an attribute that holds no address', page: '<a title="/about">x</a>', is: '<a title="/about">x</a>' },
  { of: 'how tags are written', page: "<DIV Class=b id='c \"d\"' hidden>x</DIV>", is: '<div class="b" id="c &#34;d&#34;" hidden="">x</DIV>' },
  { of: 'scripts and comments', page: '<script src="/a.js">"<a href=/b>"</script><!-- <a href=/c> -->', is: `<script src="${PREFIX}/a.js">"<a href=/b>"</script><!-- <a href=/c> -->` },
  { of: 'a page without links', page: '<!DOCTYPE html>\n<title>A & B</title>\n1 < 2', is: '<!DOCTYPE html>\n<title>A & B</title>\n1 < 2' },
])('a page behind the proxy: $of', ({ page, is }) => {
  expect(through(page)).toBe(is);
});
