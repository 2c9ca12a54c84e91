/** The state on disk is not what was written: nothing is overwritten, the user decides. */
export class DamagedStateError extends Error {
  override readonly name = 'DamagedStateError';
  readonly file: string;
  readonly offset: number;
  readonly wayBack: string;
  constructor(file: string, offset: number, what: string, wayBack: string) {
    super(`the state file ${file} is damaged at byte ${offset}: ${what}\n${wayBack}`);
    this.file = file;
    this.offset = offset;
    this.wayBack = wayBack;
  }
}
