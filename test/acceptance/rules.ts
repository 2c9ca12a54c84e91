/** One field of an answered object that is not what was recorded. */
export interface FieldDifference {
  /** As `Pod spec.containers[].image`: indexes and keys with dots in brackets. */
  readonly place: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What 1.33 is known to answer otherwise than the server that was recorded (1.26.5, OpenShift's build), and why. */
export interface Rule {
  readonly reason: string;
  /** Whether this difference of a field is the known one. */
  readonly field?: (difference: FieldDifference) => boolean;
  /** A line on stderr as 1.33 has it. */
  readonly line?: (recorded: string) => string;
  /** A line on stderr that only 1.33 says. */
  readonly newLine?: RegExp;
  /** A refusal that 1.33 does not make any more. */
  readonly acceptedNow?: RegExp;
}

const appears = ({ expected }: FieldDifference): boolean => expected === undefined;

export const rules: readonly Rule[] = [
  {
    reason: "OpenShift's API server mounts one more source, its service CA, in the token volume",
    field: ({ expected, actual }) =>
      actual === undefined && JSON.stringify(expected ?? null).includes('"openshift-service-ca.crt"'),
  },
  {
    reason: '1.33 counts the generations of pods',
    field: (one) => one.place === 'Pod metadata.generation' && appears(one) && one.actual === 1,
  },
];
