import { ABSENT, type Node } from './nodes.ts';

const WORDS = ['identical', 'removed', 'inserted', 'modified'] as const;

/** What is not shown, counted: `14 identical, and 1 modified fields`. */
export class Stats {
  private readonly name: string;
  private readonly counts = [0, 0, 0, 0];

  constructor(name: string) {
    this.name = name;
  }

  add(nodes: readonly Node[]): void {
    for (const node of nodes) {
      const word = node.different === 0 ? 0 : node.after === ABSENT ? 1 : node.before === ABSENT ? 2 : 3;
      this.counts[word] = (this.counts[word] ?? 0) + 1;
    }
  }

  isEmpty(): boolean {
    return this.counts.every((count) => count === 0);
  }

  text(): string {
    const parts = this.counts.flatMap((count, index) => (count > 0 ? [`${count} ${WORDS[index]}`] : []));
    const sum = this.counts.reduce((total, count) => total + count, 0);
    const name = sum > 1 ? `${this.name}s`.replace(/ys$/, 'ies') : this.name;
    if (parts.length <= 2) return `${parts.join(' and ')} ${name}`;
    return `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)} ${name}`;
  }
}
