/** Labelled chance: a pure function of seed and label, so there is nothing to save and no draw shifts another. */
export interface Rng {
  fork(label: string): Rng;
  /** A whole number, 0 <= n < below. */
  integer(below: number): number;
  /** A number, 0 <= x < 1. */
  fraction(): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** xmur3 over the label, then sfc32: small, fast, well distributed. */
function hashLabel(label: string, seed: number): () => number {
  let h = (1779033703 ^ label.length ^ seed) >>> 0;
  for (let i = 0; i < label.length; i++) {
    h = Math.imul(h ^ label.charCodeAt(i), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h >>> 0;
  };
}

export function createRng(seed: number, path = ''): Rng {
  return new LabelledRng(seed, path);
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hexByte = (byte: number): string => HEX_BYTES[byte & 0xff] as string;

/** A class and not a closure: every object, container and duration has one of its own, and few are drawn from twice. */
class LabelledRng implements Rng {
  private readonly seed: number;
  private readonly path: string;
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;
  private started = false;

  constructor(seed: number, path: string) {
    this.seed = seed;
    this.path = path;
  }

  fork(label: string): Rng {
    return new LabelledRng(this.seed, `${this.path}/${label}`);
  }

  integer(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  fraction(): number {
    return this.draw() / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.integer(items.length)] ?? items[0];
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) {
      const bits = this.draw();
      text += hexByte(bits >>> 24) + hexByte(bits >>> 16) + hexByte(bits >>> 8) + hexByte(bits);
    }
    return text.slice(0, digits);
  }

  /** 32 bits of sfc32. */
  private draw(): number {
    if (!this.started) this.start();
    const t = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** Only who draws pays for the seeding. */
  private start(): void {
    const next = hashLabel(this.path, this.seed);
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next();
    this.started = true;
  }
}
