import { isFields } from '../../../machinery/json.ts';
import { goSprint } from '../../output/go-format.ts';
import { compareCodePoints } from '../../output/json.ts';
import { describeIdentity, describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, type Page } from '../page.ts';

/** Any kind without a describer of its own: every field, titled by its name. */
export const generic = defineDescriber({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      describeMarks(page, object);
      describeFields(page, 0, { ...object }, '');
      describeEvents(page, events, now);
    }),
});

/** Shown above, or never. */
const LEFT_OUT = new Set([
  '.metadata.managedFields',
  '.metadata.name',
  '.metadata.namespace',
  '.metadata.labels',
  '.metadata.annotations',
]);

function describeFields(
  page: Page,
  level: number,
  fields: Readonly<Record<string, unknown>>,
  prefix: string,
): void {
  for (const field of Object.keys(fields).sort(compareCodePoints)) {
    const value = fields[field];
    const path = `${prefix}.${field}`;
    if (value === undefined || LEFT_OUT.has(path)) continue;
    if (isFields(value)) {
      page.line(level, `${titleOf(field)}:`);
      describeFields(page, level + 1, value, path);
    } else if (Array.isArray(value)) {
      page.line(level, `${titleOf(field)}:`);
      for (const item of value) {
        if (isFields(item)) describeFields(page, level + 1, item, path);
        else page.line(level + 1, goSprint(item));
      }
    } else page.line(level, `${titleOf(field)}:\t${goSprint(value)}`);
  }
}

const ACRONYMS = new Set(['API', 'URL', 'UID', 'OSB', 'GUID']);

/** `creationTimestamp` becomes `Creation Timestamp`; a name that is no plain word stays. */
export function titleOf(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field;
  return camelWords(field)
    .map((word) => (ACRONYMS.has(word.toUpperCase()) ? word.toUpperCase() : capitalized(word)))
    .join(' ');
}

const capitalized = (word: string): string => word.replace(/^\p{L}/u, (letter) => letter.toUpperCase());

/** Runs of one letter case; the last capital of a run belongs to the word that follows. */
function camelWords(field: string): readonly string[] {
  return field.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
}
