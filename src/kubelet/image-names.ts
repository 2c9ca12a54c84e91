/** Words in an image's name or tag that people type to see a pull fail. */
const UNPULLABLE = [
  'bad',
  'bogus',
  'broken',
  'nope',
  'missing',
  'typo',
  'invalid',
  'nonexistent',
  'does-not-exist',
] as const;

/** Whether the image is one that no registry has: one of the words stands in its name or tag. */
export function cannotBePulled(image: string): boolean {
  return UNPULLABLE.some((word) => new RegExp(`(^|[^a-z])${word}($|[^a-z])`, 'i').test(image));
}
