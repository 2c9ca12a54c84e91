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
  const next = hashLabel(path, seed);
  let a = next();
  let b = next();
  let c = next();
  let d = next();
  const draw = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  return {
    fork: (label) => createRng(seed, `${path}/${label}`),
    integer: (below) => Math.floor((draw() / 0x1_0000_0000) * below),
    fraction: () => draw() / 0x1_0000_0000,
    chance: (probability) => draw() / 0x1_0000_0000 < probability,
    pick: (items) => items[Math.floor((draw() / 0x1_0000_0000) * items.length)] ?? items[0],
    hex: (digits) => {
      let text = '';
      while (text.length < digits) text += draw().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}
