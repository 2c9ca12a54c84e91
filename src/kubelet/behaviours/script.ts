/** What one obvious command of a script does. */
export type Step =
  | { readonly does: 'nothing' }
  | { readonly does: 'waits'; readonly for: string }
  | { readonly does: 'makes'; readonly path: string }
  | { readonly does: 'removes'; readonly path: string }
  | { readonly does: 'exits'; readonly code: number }
  /** It stays up until it is stopped; a loop may do anything meanwhile. */
  | { readonly does: 'goes on'; readonly isLoop?: true };

/** Commands that are over at once and succeed, as far as anybody outside can see. */
const HARMLESS = new Set([
  'echo',
  'printf',
  'date',
  'cat',
  'ls',
  'mkdir',
  'cp',
  'chmod',
  'chown',
  'env',
  'export',
  'set',
  'pwd',
  'whoami',
  'hostname',
  'id',
  'uname',
  'trap',
  ':',
]);
const NOTHING: Step = { does: 'nothing' };
const GOES_ON: Step = { does: 'goes on' };
const LOOPS: Step = { does: 'goes on', isLoop: true };
const ENDLESS = /^while\s+(?:true|:|\[\s*1\s*\]|sleep\s+\S+)\s*;?\s*do\b/;

/** The script's commands in order; undefined when some of it is not obvious. */
export function stepsOf(
  script: string,
  puzzle: 'give up' | 'look at the end' = 'look at the end',
): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = script.trim();
  while (rest !== '') {
    if (ENDLESS.test(rest) && (puzzle !== 'give up' || isSurelyEndless(rest))) return [...steps, LOOPS];
    const [statement, following] = splitStatement(rest);
    const step = stepOf(statement);
    if (step === undefined) return puzzle === 'give up' ? undefined : lastWord(rest, steps);
    steps.push(step);
    if (step.does === 'exits' || step.does === 'goes on') return steps;
    rest = following.trim();
  }
  return steps;
}

/** A loop that pauses and that nothing leaves; any other may end, or run out of something. */
const isSurelyEndless = (rest: string): boolean =>
  /\bsleep\b/.test(rest) && !/\b(?:exit|break|return|set -)/.test(rest);

/** However puzzling the middle, an `exit 3` at the very end says how it ends. */
function lastWord(rest: string, steps: readonly Step[]): readonly Step[] | undefined {
  const [, code] = /(?:^|[;\n]|&&)\s*exit\s+(\d+)\s*;?\s*$/.exec(rest) ?? [];
  return code === undefined ? undefined : [...steps, { does: 'exits', code: Number(code) }];
}

/** Cuts at the first `;`, line end or `&&` outside quotes. */
function splitStatement(text: string): readonly [string, string] {
  let quote = '';
  for (let place = 0; place < text.length; place++) {
    const sign = text[place] ?? '';
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ';' || sign === '\n') return [text.slice(0, place), text.slice(place + 1)];
    else if (sign === '&' && text[place + 1] === '&') return [text.slice(0, place), text.slice(place + 2)];
  }
  return [text, ''];
}

function stepOf(statement: string): Step | undefined {
  const text = statement.trim().replace(/^exec\s+/, '');
  if (text === '' || text.startsWith('#')) return NOTHING;
  if (/[|&`]|\$\(|<</.test(text)) return undefined;
  const words = text.split(/\s+/);
  const name = (words[0] ?? '').replace(/^(?:\/usr)?\/bin\//, '');
  if (name === 'sleep') return sleepStep(words[1]);
  if (name === 'true') return NOTHING;
  if (name === 'false') return { does: 'exits', code: 1 };
  if (name === 'exit') return { does: 'exits', code: Number(words[1] ?? 0) };
  if (name === 'touch' && words[1] !== undefined) return { does: 'makes', path: words[1] };
  if (name === 'rm') return removal(words);
  if (name === 'tail' && words.some((word) => /^-[a-zA-Z]*[fF]/.test(word))) return GOES_ON;
  if (/^\w+=\S*$/.test(text)) return NOTHING;
  return HARMLESS.has(name) ? writtenFile(text) : undefined;
}

function sleepStep(length: string | undefined): Step | undefined {
  if (length === 'infinity' || length === 'inf') return GOES_ON;
  return length !== undefined && /^\d+(?:\.\d+)?[smhd]?$/.test(length)
    ? { does: 'waits', for: length }
    : undefined;
}

function removal(words: readonly string[]): Step {
  const path = words.slice(1).find((word) => !word.startsWith('-'));
  return path === undefined ? NOTHING : { does: 'removes', path };
}

/** `echo ok > /tmp/healthy` makes a file. */
function writtenFile(text: string): Step {
  const path = />>?\s*([\w./-]+)\s*$/.exec(text)?.[1];
  return path === undefined || path === '/dev/null' ? NOTHING : { does: 'makes', path };
}
