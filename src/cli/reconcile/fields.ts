import { equalJson, type Fields, isFields } from '../../machinery/json.ts';

/** One field that differs, `status.replicas: 1 → 3`. */
export interface FieldChange {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What changes with every write, or says nothing to a reader. */
const SILENT =
  /^(metadata\.(resourceVersion|managedFields|generation)|status\.(observedGeneration|images|hostIPs|podIPs|hostIP|qosClass)|status\.\w*[cC]ontainerStatuses\[.*\]\.(containerID|imageID|image|lastState|started|resources|volumeMounts|user|allocatedResources))$/;
/** By what the elements of lists are told apart. */
const NAMES = ['type', 'name', 'key', 'ip', 'uid'] as const;

/** The fields in which two states of an object differ, in the order the newer one has them. */
export function changedFields(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (SILENT.test(path) || equalJson(before, after)) return [];
  const is = partsOf(after);
  const was = before === undefined && Array.isArray(after) ? NONE : partsOf(before);
  if (was === undefined || is === undefined) return [{ path, before, after }];
  const changes: FieldChange[] = [];
  for (const [name, value] of is)
    changes.push(...changedFields(was.get(name), value, path + dotted(path, name)));
  for (const [name, value] of was)
    if (!is.has(name)) changes.push(...changedFields(value, undefined, path + dotted(path, name)));
  return changes;
}

const NONE: ReadonlyMap<string, unknown> = new Map();

const dotted = (path: string, name: string): string =>
  path === '' || name.startsWith('[') ? name : `.${name}`;

/** Fields by name, list elements by what names them; undefined for what is compared whole. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (isFields(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value)) return undefined;
  const by = NAMES.find((name) => value.every((one) => isFields(one) && typeof one[name] === 'string'));
  if (by === undefined) return undefined;
  return new Map(value.map((one) => [`[${(one as Record<string, unknown>)[by]}]`, one]));
}

const LONGEST = 40;

/** A value in few words. */
export function shortValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return value === '' ? '""' : cut(value);
  if (isFields(value)) return fieldsText(value);
  if (Array.isArray(value)) return value.length > 3 ? `${value.length} entries` : cut(JSON.stringify(value));
  return cut(JSON.stringify(value));
}

/** Of a condition its status and reason, of a container its state, of a state no more than its name; else the whole. */
function fieldsText(value: Fields): string {
  const { status, reason } = value;
  if (typeof status === 'string') return typeof reason === 'string' ? `${status} (${reason})` : status;
  const { ready, state } = value;
  if (typeof ready === 'boolean' && isFields(state)) return Object.keys(state).join(', ');
  return Object.keys(value).some((name) => /At$/.test(name)) ? '' : cut(JSON.stringify(value));
}

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`);

/** Times follow from the rest and say little: a change of anything else is told instead. */
const isTime = ({ path }: FieldChange): boolean => /(Time|Timestamp|At)$/.test(path);

/** At most `most` changes in a line. */
export function changesText(changes: readonly FieldChange[], most = 4): string {
  const telling = changes.filter((change) => !isTime(change));
  const told = telling.length === 0 ? changes : telling;
  const words = told.slice(0, most).map(({ path, before, after }) => {
    if (before === undefined) return `${path} ${shortValue(after)}`.trimEnd();
    return `${path} ${shortValue(before)} → ${shortValue(after)}`;
  });
  return [...words, ...(told.length > most ? [`and ${told.length - most} more`] : [])].join(', ');
}
