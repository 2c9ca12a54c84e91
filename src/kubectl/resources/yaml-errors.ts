import type { YAMLException } from 'js-yaml';

/** What go-yaml says where js-yaml says something else; the number is the line it names, undefined for none. */
export function goYamlError(error: YAMLException, source: string): string {
  const at = error.mark?.line ?? 0;
  const { text, line } = translate(error.reason, at, source);
  // go-yaml names no line where the fault is in the first one.
  return line <= 1 ? text : `line ${line}: ${text}`;
}

interface GoError {
  readonly text: string;
  readonly line: number;
}

function translate(reason: string, at: number, source: string): GoError {
  const lines = source.split('\n');
  const end = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const here = at + 1;
  if (reason.startsWith('tab characters'))
    return { text: 'found a tab character that violates indentation', line: here };
  if (reason === 'bad indentation of a mapping entry') return afterEntry(lines, at);
  if (reason.startsWith('can not read a block mapping entry') || reason.startsWith("expected ':'")) {
    return { text: "could not find expected ':'", line: nextLine(lines, at, end) };
  }
  if (reason === 'bad indentation of a sequence entry')
    return { text: "did not find expected '-' indicator", line: at };
  if (reason === 'deficient indentation') return { text: 'did not find expected node content', line: at };
  if (reason.includes('within a flow collection') || reason.startsWith('missed comma')) {
    const close = flowOpener(source) === '[' ? "']'" : "'}'";
    return { text: `did not find expected ',' or ${close}`, line: reason.startsWith('missed') ? at : end };
  }
  if (reason.includes('quoted scalar')) return { text: 'found unexpected end of stream', line: end + 1 };
  if (reason === 'unknown escape sequence') return { text: 'found unknown escape character', line: here };
  if (reason.startsWith('unidentified alias')) {
    return { text: `unknown anchor '${/"(.*)"/.exec(reason)?.[1] ?? ''}' referenced`, line: 0 };
  }
  if (reason.startsWith('end of the stream'))
    return { text: 'did not find expected <document start>', line: at };
  if (reason.startsWith('the stream contains non-printable'))
    return { text: 'control characters are not allowed', line: 0 };
  return { text: reason, line: here };
}

/** Something follows a finished entry: a second value on the line, or an entry that stands too deep. */
function afterEntry(lines: readonly string[], at: number): GoError {
  const line = lines[at] ?? '';
  if (/:(\s|$)/.test(line)) return { text: 'mapping values are not allowed in this context', line: at + 1 };
  return { text: 'did not find expected key', line: at };
}

function nextLine(lines: readonly string[], at: number, end: number): number {
  return Math.min(at + 2, end + 1, lines.length);
}

function flowOpener(source: string): string {
  return source.lastIndexOf('[') > source.lastIndexOf('{') ? '[' : '{';
}
