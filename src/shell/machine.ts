import { type Beginning, Process, type Waitable } from './process.ts';

/** The process is gone at once, whatever it was doing. */
export class Killed extends Error {
  override readonly name = 'Killed';
  readonly code: number;
  constructor(code: number) {
    super(`killed: ${code}`);
    this.code = code;
  }
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly process: Process;
}

/** What one command costs, in milliseconds: one that is built in, and one that is a program of its own. */
export const BUILT_IN = 0.02;
export const OF_ITS_OWN = 0.9;
/** Functions and substitutions within each other: deeper ones run out of stack. */
export const DEPTH_MOST = 100;
export const OUT_OF_STACK = 139;
/** The exit code of what SIGINT ended. */
export const INTERRUPTED = 130;

/** Most processes that may be there at once, over all who run on the machine. */
export const PROCESSES_MOST = 500;
/** From so many commands without a pause on, each costs twice the time after as many more: no loop is endless in steps. */
const BUSY = 20_000;

/** Runs processes one at a time, in the order of their virtual times. Nothing here knows a clock of its own. */
export class Machine {
  now: number;
  /** Beyond this moment somebody else is next. */
  horizon = 0;
  /** Commands that have been run: what all of it costs. */
  steps = 0;
  alive = 0;
  private readonly due: Due[] = [];
  private order = 0;
  private nextId = 1;

  constructor(now: number) {
    this.now = now;
  }

  spawn(at: number, begin: (process: Process) => Beginning): Process {
    const process = new Process(this.nextId++, at, begin);
    this.alive++;
    this.schedule(process, at);
    return process;
  }

  /** Runs everything that is due up to and at the moment, but no more commands than `steps`. */
  run(until: number, steps = Number.POSITIVE_INFINITY): void {
    const last = this.steps + steps;
    for (let next = this.due[0]; next !== undefined && next.at <= until; next = this.due[0]) {
      if (this.steps >= last) return;
      this.due.shift();
      if (next.process.status !== undefined) continue;
      this.horizon = Math.min(this.due[0]?.at ?? Number.POSITIVE_INFINITY, until);
      this.resume(next.process, next.at);
    }
    if (this.now < until) this.now = until;
  }

  /** When somebody is next. */
  next(): number | undefined {
    return this.due.find(({ process }) => process.status === undefined)?.at;
  }

  /** A command costs time; true when another process has to come first. */
  spend(process: Process, cost: number): boolean {
    this.steps++;
    process.busy++;
    process.time += process.busy < BUSY ? cost : cost * 2 ** Math.min(60, Math.floor(process.busy / BUSY));
    return process.time > this.horizon;
  }

  /** Whoever waits for it goes on. */
  notify(waitable: Waitable, at: number): void {
    for (const process of waitable.waiting.splice(0)) this.schedule(process, Math.max(process.time, at));
  }

  signal(process: Process, name: string, at: number): void {
    if (process.status !== undefined) return;
    process.signals.push(name);
    if (process.isInterruptible) this.schedule(process, Math.max(process.time, at));
  }

  /** As ctrl-C on the terminal of the process does. */
  interrupt(process: Process, at: number): void {
    if (process.prompts === 0) {
      this.kill(process, INTERRUPTED, at);
      return;
    }
    if (process.status !== undefined) return;
    process.signals.push('INT');
    this.schedule(process, Math.max(process.time, at));
  }

  kill(process: Process, code: number, at: number): void {
    if (process.status !== undefined) return;
    process.time = Math.max(process.time, at);
    this.end(process, code);
  }

  private resume(process: Process, at: number): void {
    if (at > process.time) {
      process.time = at;
      process.busy = 0;
    }
    if (at > this.now) this.now = at;
    process.running ??= process.run();
    try {
      const { done, value } = process.running.next();
      if (done === true) this.end(process, value);
      else if (typeof value === 'number') this.schedule(process, value);
      else value.waiting.push(process);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      process.killed = true;
      this.end(process, error.code);
    }
  }

  private end(process: Process, status: number): void {
    process.running = undefined;
    process.status = status;
    this.alive--;
    process.frames.length = process.depth = 0;
    process.beginning.release?.(this);
    this.notify(process, process.time);
  }

  private schedule(process: Process, at: number): void {
    const entry: Due = { at, order: this.order++, process };
    // Who is woken before his time says anew until when he waits: what stood there before would wake him for nothing.
    const later = this.due.findIndex((one) => one.process === process && one.at >= at);
    if (later >= 0) this.due.splice(later, 1);
    let place = this.due.length;
    while (place > 0 && (this.due[place - 1] as Due).at > at) place--;
    this.due.splice(place, 0, entry);
    if (at < this.horizon) this.horizon = at;
  }
}
