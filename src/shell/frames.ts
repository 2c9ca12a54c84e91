import type { Frame, Process } from './process.ts';

/** Whether the next to be taken up is the frame of such a generator. */
export const isNext = ({ frames, depth }: Process, of: string): boolean => frames[depth]?.of === of;

/** The frame that the generator left when the process was saved; undefined where it begins. */
export function takeUp<T extends Frame>(process: Process, of: T['of']): T | undefined {
  const { frames, depth } = process;
  if (depth === frames.length) return undefined;
  const frame = frames[depth] as T;
  if (frame.of !== of) throw new Error(`${of} finds a frame of ${frame.of}`);
  process.depth++;
  return frame;
}

/** Notes that the generator has begun. */
export function begin<T extends Frame>(process: Process, frame: T): T {
  process.frames.push(frame);
  process.depth++;
  return frame;
}

/** The generator is done, and whatever it called. */
export function end(process: Process, frame: Frame): void {
  unwind(process, frame);
  process.frames.pop();
  process.depth = process.frames.length;
}

/** What the generator called is over without having said so: it caught an error. */
export function unwind(process: Process, frame: Frame): void {
  const { frames } = process;
  while (frames.length > 0 && frames[frames.length - 1] !== frame) frames.pop();
  process.depth = frames.length;
}
