import type { FieldError } from '../../machinery/field-path.ts';

/** What a check found wrong, and how many checks said nothing: the likeliest of several schemas is told by that. */
export interface Outcome {
  readonly faults: readonly FieldError[];
  readonly matches: number;
}

export const NO_FAULTS: Outcome = { faults: [], matches: 0 };

/** Gathers outcomes. */
export class Outcomes {
  private readonly faults: FieldError[] = [];
  private matches = 0;

  add({ faults, matches }: Outcome): void {
    this.faults.push(...faults);
    this.matches += matches;
  }

  /** A check that applied, whatever it found. */
  step(outcome: Outcome): void {
    this.add(outcome);
    this.count();
  }

  count(): void {
    this.matches++;
  }

  outcome(): Outcome {
    return { faults: this.faults, matches: this.matches };
  }
}
