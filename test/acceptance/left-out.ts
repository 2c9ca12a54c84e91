/** Recordings that wait for a feature, and which. */
export interface LeftOut {
  readonly sessions: RegExp;
  readonly reason: string;
}

export const leftOut: readonly LeftOut[] = [];

export function reasonToLeaveOut(name: string): string | undefined {
  return leftOut.find(({ sessions }) => sessions.test(name))?.reason;
}
