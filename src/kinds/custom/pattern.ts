const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const compiled = new Map<string, RegExp | undefined>();

/** A pattern in Go's syntax; undefined where it is none, or says what cannot be said here. */
export function compileGoPattern(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  // Flags hold from where they stand; patterns set them for the whole.
  const flags = new Set<string>();
  const bare = pattern.replaceAll(/\(\?([ims]+)([:)])/g, (_, set: string, end: string) => {
    for (const flag of set) flags.add(flag);
    return end === ':' ? '(?:' : '';
  });
  const source = bare
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\[:(\^?)([a-z]+):\]/g, (whole, _, name: string) => CLASSES[name] ?? whole);
  try {
    return new RegExp(source, [...flags].join(''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
