/** What of a log is wanted, and how. */
export interface LogOptions {
  readonly tail: number | undefined;
  readonly sinceSeconds: number | undefined;
  readonly since: number | undefined;
  readonly limitBytes: number | undefined;
  readonly timestamps: boolean;
}

interface Line {
  readonly at: number;
  readonly text: string;
}

/** The last lines are counted before those are left out that are too old, and bytes at the very end (as the kubelet reads files). */
export function shownLog(lines: readonly Line[], options: LogOptions, now: number): string {
  const { tail, sinceSeconds, since, limitBytes, timestamps } = options;
  const last = tail === undefined || tail < 0 ? lines : tail === 0 ? [] : lines.slice(-tail);
  const earliest = sinceSeconds === undefined ? since : now - sinceSeconds * 1000;
  const young = earliest === undefined ? last : last.filter(({ at }) => at >= earliest);
  const text = young.map(({ at, text }) => (timestamps ? `${stamp(at)} ${text}` : text)).join('');
  return limitBytes === undefined ? text : firstBytes(text, limitBytes);
}

/** With nine places behind the second. */
function stamp(at: number): string {
  const fraction = String(Math.floor((at - Math.floor(at / 1000) * 1000) * 1e6)).padStart(9, '0');
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}

function firstBytes(text: string, most: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length <= most ? text : bytes.subarray(0, most).toString('utf8');
}
