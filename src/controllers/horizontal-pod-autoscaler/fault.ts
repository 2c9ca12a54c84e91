/** Why something could not be worked out, in upstream's words. */
export interface Fault {
  readonly fault: string;
}

export const isFault = (value: object): value is Fault => 'fault' in value;
