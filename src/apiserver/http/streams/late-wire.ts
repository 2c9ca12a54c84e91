import type { StreamStatus, Wire } from './wire.ts';

/** Keeps what is said until somebody listens. */
export class LateWire implements Wire {
  private wire: Wire | undefined;
  private readonly held: ((wire: Wire) => void)[] = [];

  connect(wire: Wire): void {
    this.wire = wire;
    for (const say of this.held.splice(0)) say(wire);
  }

  output(bytes: Uint8Array): void {
    this.say((wire) => wire.output(bytes));
  }

  errors(bytes: Uint8Array): void {
    this.say((wire) => wire.errors(bytes));
  }

  end(status: StreamStatus): void {
    this.say((wire) => wire.end(status));
  }

  private say(word: (wire: Wire) => void): void {
    if (this.wire === undefined) this.held.push(word);
    else word(this.wire);
  }
}
