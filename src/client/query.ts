/** A parameter that says yes or no: all but nothing, `0` and `false` say yes. */
export function isYes(value: string | undefined): boolean {
  return value !== undefined && value !== '0' && value.toLowerCase() !== 'false';
}
