import type { Descriptor } from '../shell/descriptors.ts';

/** A line that a container printed, with its end unless it is still being written. */
export interface LogLine {
  readonly at: number;
  readonly text: string;
}

/** A log file is rotated at this size: older lines are not shown any more (kubelet's containerLogMaxSize). */
const LOG_MOST = 10 * 1024 * 1024;

/** Who is attached to a container. */
interface Onlooker {
  show(to: 'output' | 'errors', text: string): void;
}

/** A container's output, line by line. */
export class LogLines {
  private lines: LogLine[] = [];
  private size = 0;
  private readonly onlookers: Onlooker[] = [];
  private readonly open = { out: '', err: '' };

  /** What writes to the log: each of both streams puts its lines together on its own. */
  sink(stream: 'out' | 'err'): Descriptor {
    return { rest: '', write: (text, { time }) => this.write(stream, text, time) };
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
    return [...this.lines, ...last];
  }

  write(stream: 'out' | 'err', text: string, time: number): void {
    for (const onlooker of this.onlookers) onlooker.show(stream === 'out' ? 'output' : 'errors', text);
    const whole = this.open[stream] + text;
    const end = whole.lastIndexOf('\n');
    this.open[stream] = whole.slice(end + 1);
    if (end < 0) return;
    for (const line of whole.slice(0, end).split('\n')) this.lines.push({ at: time, text: `${line}\n` });
    this.size += end + 1;
    if (this.size <= LOG_MOST) return;
    this.lines = [];
    this.size = 0;
  }
}
