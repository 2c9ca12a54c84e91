import type { Descriptor } from '../shell/descriptors.ts';
import type { Process } from '../shell/process.ts';

/** A line that a container printed, with its end unless it is still being written. */
export interface LogLine {
  readonly at: number;
  readonly text: string;
}

/** A log file is rotated at this size: older lines are not shown any more (kubelet's containerLogMaxSize). */
const LOG_MOST = 10 * 1024 * 1024;

/** Lines as they are kept: their times, and all of their text. */
export interface PackedLines {
  readonly times: Float64Array;
  readonly text: string;
}

/** Who is attached to a container. */
interface Onlooker {
  speak(to: 'output' | 'errors', text: string): void;
}

/** A container's output, line by line. */
export class LogLines {
  private lines: LogLine[] = [];
  private before: PackedLines | undefined = undefined;
  private size = 0;
  private readonly onlookers: Onlooker[] = [];
  private readonly open = { out: '', err: '' };

  /** Takes in what was printed before, as `pack` gave it away. */
  unpack(packed: PackedLines): void {
    this.before = packed;
    this.lines = [];
  }

  /** Its whole lines. Those of before are not taken apart for it. */
  pack(): PackedLines {
    const { before, lines } = this;
    if (before !== undefined && lines.length === 0) return before;
    const times = new Float64Array((before?.times.length ?? 0) + lines.length);
    times.set(before?.times ?? []);
    times.set(
      lines.map(({ at }) => at),
      before?.times.length ?? 0,
    );
    return { times, text: (before?.text ?? '') + lines.map(({ text }) => text).join('') };
  }

  /** Shows him from now on what is printed. */
  show(onlooker: Onlooker): void {
    this.onlookers.push(onlooker);
  }

  /** Lines up to now; an end that is missing is not waited for. */
  all(now: number): readonly LogLine[] {
    const last = [this.open.out, this.open.err]
      .filter((text) => text !== '')
      .map((text) => ({ at: now, text }));
    if (this.before !== undefined) this.lines = [...linesOf(this.before), ...this.lines];
    this.before = undefined;
    return [...this.lines, ...last];
  }

  write(stream: 'out' | 'err', text: string, time: number): void {
    for (const onlooker of this.onlookers) onlooker.speak(stream === 'out' ? 'output' : 'errors', text);
    const whole = this.open[stream] + text;
    const end = whole.lastIndexOf('\n');
    this.open[stream] = whole.slice(end + 1);
    if (end < 0) return;
    for (const line of whole.slice(0, end).split('\n')) this.lines.push({ at: time, text: `${line}\n` });
    this.size += end + 1;
    if (this.size <= LOG_MOST) return;
    this.before = undefined;
    this.lines = [];
    this.size = 0;
  }
}

/** One of the two streams of a container: each puts its lines together on its own. */
export class LogSink implements Descriptor {
  rest = '';
  private readonly log: LogLines;
  private readonly stream: 'out' | 'err';

  constructor(log: LogLines, stream: 'out' | 'err') {
    this.log = log;
    this.stream = stream;
  }

  write(text: string, { time }: Process): void {
    this.log.write(this.stream, text, time);
  }
}

function linesOf({ times, text }: PackedLines): LogLine[] {
  let start = 0;
  return Array.from(times, (at) => {
    const end = text.indexOf('\n', start) + 1;
    const line = { at, text: text.slice(start, end) };
    start = end;
    return line;
  });
}
