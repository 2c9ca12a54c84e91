/** Attributes that hold an address, by tag (proxy.atomsToAttrs). */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  applet: ['codebase'],
  area: ['href'],
  audio: ['src'],
  base: ['href'],
  blockquote: ['cite'],
  body: ['background'],
  button: ['formaction'],
  command: ['icon'],
  del: ['cite'],
  embed: ['src'],
  form: ['action'],
  frame: ['longdesc', 'src'],
  head: ['profile'],
  html: ['manifest'],
  iframe: ['longdesc', 'src'],
  img: ['longdesc', 'src', 'usemap'],
  input: ['src', 'usemap', 'formaction'],
  ins: ['cite'],
  link: ['href'],
  object: ['classid', 'codebase', 'data', 'usemap'],
  q: ['cite'],
  script: ['src'],
  source: ['src'],
  video: ['poster', 'src'],
};

/** What stands between such tags is no HTML. */
const PLAIN = new Set([
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'script',
  'style',
  'textarea',
  'title',
  'xmp',
]);

const TAG = /<!--[\s\S]*?-->|<([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;
const ATTRIBUTE = /([^\s=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** A page whose links to its own server lead through the proxy, below `prefix`; its tags are written as Go writes them. */
export function withLinksThrough(prefix: string, host: string, page: string): string {
  let text = '';
  let place = 0;
  TAG.lastIndex = 0;
  for (let found = TAG.exec(page); found !== null; found = TAG.exec(page)) {
    const [all, name, rest = ''] = found;
    if (name === undefined) continue;
    const tag = name.toLowerCase();
    text += page.slice(place, found.index) + written(tag, rest, (address) => through(prefix, host, address));
    place = found.index + all.length;
    if (!PLAIN.has(tag) || /\/\s*$/.test(rest)) continue;
    const end = page.toLowerCase().indexOf(`</${tag}`, place);
    TAG.lastIndex = end < 0 ? page.length : end;
  }
  return text + page.slice(place);
}

function written(tag: string, rest: string, lead: (address: string) => string): string {
  const attributes = [...rest.matchAll(ATTRIBUTE)].map(([, key = '', quoted, single, bare]) => {
    const name = key.toLowerCase();
    const value = quoted ?? single?.replaceAll('"', '&#34;') ?? bare ?? '';
    return ` ${name}="${ADDRESSES[tag]?.includes(name) === true ? lead(value) : value}"`;
  });
  return `<${tag}${attributes.join('')}${/\/\s*$/.test(rest) ? '/' : ''}>`;
}

/** Addresses of other servers stay, and those that are relative to the page. */
function through(prefix: string, host: string, address: string): string {
  const [, own, path = ''] = /^(?:[a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)(.*)$/i.exec(address) ?? [
    undefined,
    undefined,
    address,
  ];
  if ((own !== undefined && own !== host) || !path.startsWith('/')) return address;
  return path.startsWith(prefix) ? path : prefix + path;
}
