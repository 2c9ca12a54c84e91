import { compareText } from '../machinery/json.ts';
import type { Memory } from './store.ts';

/** A row as it is saved; a row that was forgotten has no value. */
export type MemoryRow = readonly [key: string, value: unknown] | readonly [key: string];

interface Drawer {
  readonly rows: Map<string, unknown>;
  order: readonly string[] | undefined;
}

/** The simulation's own rows, kept in drawers by the first word of the key (`events/...`), told in key order. */
export class MemoryRows implements Memory {
  private readonly drawers = new Map<string, Drawer>();
  private readonly touched = new Set<string>();
  /** Of those touched, the rows that are not saved yet: forgotten again, they leave no trace. */
  private readonly fresh = new Set<string>();

  get(key: string): unknown {
    return this.drawers.get(drawerOf(key))?.rows.get(key);
  }

  set(key: string, value: unknown): void {
    const word = drawerOf(key);
    const drawer = this.drawers.get(word);
    if (value === undefined) {
      if (drawer?.rows.delete(key)) drawer.order = undefined;
      if (this.fresh.delete(key)) this.touched.delete(key);
      else this.touched.add(key);
      return;
    }
    if (!this.touched.has(key)) {
      this.touched.add(key);
      if (drawer?.rows.has(key) !== true) this.fresh.add(key);
    }
    if (drawer === undefined) {
      this.drawers.set(word, { rows: new Map([[key, value]]), order: undefined });
      return;
    }
    if (drawer.order !== undefined && !drawer.rows.has(key)) drawer.order = undefined;
    drawer.rows.set(key, value);
  }

  *entries(prefix: string): Iterable<readonly [string, unknown]> {
    for (const word of this.drawersUnder(prefix)) {
      const drawer = this.drawers.get(word);
      if (drawer === undefined) continue;
      drawer.order ??= [...drawer.rows.keys()].sort(compareText);
      for (const key of drawer.order) {
        if (key.startsWith(prefix) && drawer.rows.has(key)) yield [key, drawer.rows.get(key)];
      }
    }
  }

  /** Takes in saved rows; they count as saved. */
  load(rows: Iterable<MemoryRow>): void {
    for (const row of rows) {
      this.set(row[0], row[1]);
      this.touched.delete(row[0]);
      this.fresh.delete(row[0]);
    }
  }

  /** Whether a row was set or forgotten since the last {@link takeChanges}. */
  changed(): boolean {
    return this.touched.size > 0;
  }

  /** What was set or forgotten since the last call. */
  takeChanges(): readonly MemoryRow[] {
    const rows = [...this.touched].map((key): MemoryRow => {
      const value = this.get(key);
      return value === undefined ? [key] : [key, value];
    });
    this.touched.clear();
    this.fresh.clear();
    return rows;
  }

  private drawersUnder(prefix: string): readonly string[] {
    const slash = prefix.indexOf('/');
    if (slash !== -1) return [prefix.slice(0, slash)];
    return [...this.drawers.keys()].filter((word) => word.startsWith(prefix)).sort(compareText);
  }
}

function drawerOf(key: string): string {
  const slash = key.indexOf('/');
  return slash === -1 ? key : key.slice(0, slash);
}
