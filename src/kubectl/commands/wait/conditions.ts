import { isFields } from '../../../machinery/json.ts';
import { compileJsonPath, relaxedJsonPath } from '../../../machinery/json-path.ts';
import { CommandError } from '../../command.ts';
import { goSprint } from '../../output/go-format.ts';
import { valueAt } from '../../resources/object.ts';

/** What `--for` asks for. */
export type Awaited =
  | { readonly type: 'create' }
  | { readonly type: 'delete' }
  /** Whether an object meets it; throws CommandError for what can never be compared. */
  | { readonly type: 'state'; readonly met: (object: unknown) => boolean };

/** Reads `--for`. */
export function awaitedOf(text: string): Awaited {
  const word = text.toLowerCase();
  if (word === 'create' || word === 'delete') return { type: word };
  if (text.startsWith('condition=')) return conditionMet(text.slice('condition='.length));
  if (text.startsWith('jsonpath=')) return pathMet(text.slice('jsonpath='.length));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(text)}`);
}

function conditionMet(text: string): Awaited {
  const equals = text.indexOf('=');
  const name = fold(equals < 0 ? text : text.slice(0, equals));
  const wanted = fold(equals < 0 ? 'true' : text.slice(equals + 1));
  return {
    type: 'state',
    met: (object) => {
      const conditions = valueAt(object, 'status', 'conditions');
      const all = Array.isArray(conditions) ? conditions.filter(isFields) : [];
      const found = all.find(({ type, status }) => fold(type) === name && typeof status === 'string');
      return found !== undefined && isCurrent(object, found) && fold(found['status']) === wanted;
    },
  };
}

const fold = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** A condition that was told about an older generation says nothing yet. */
function isCurrent(object: unknown, condition: unknown): boolean {
  const generation = valueAt(object, 'metadata', 'generation');
  const observed =
    valueAt(condition, 'observedGeneration') ?? valueAt(object, 'status', 'observedGeneration');
  return typeof generation !== 'number' || typeof observed !== 'number' || observed >= generation;
}

const FORMAT =
  "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'";

function pathMet(text: string): Awaited {
  const [expression = '', value, ...more] = splitAtSingleEquals(text);
  if (more.length > 0) throw new CommandError(FORMAT);
  const wanted = value?.replaceAll(/^['"]+|['"]+$/g, '');
  const path = compiled(expression);
  if (wanted === '') {
    throw new CommandError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  return { type: 'state', met: (object) => compare(find(path, object), wanted) };
}

/** `a==b=c` parts into `a==b` and `c`. */
function splitAtSingleEquals(text: string): readonly string[] {
  const double = '\0';
  return text
    .replaceAll('==', double)
    .split('=')
    .map((part) => part.replaceAll(double, '=='));
}

type Path = ReturnType<typeof compileJsonPath>;

function compiled(expression: string): Path {
  if (expression === '') throw new CommandError('jsonpath expression cannot be empty');
  return told(() => compileJsonPath(relaxedJsonPath(expression), { allowMissingKeys: true }));
}

const find = (path: Path, object: unknown): ReturnType<Path['find']> => told(() => path.find(object));

/** The words of the path's own fault are the command's. */
function told<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}

function compare(found: ReturnType<Path['find']>, wanted: string | undefined): boolean {
  const [first] = found;
  if (first === undefined || first.length === 0) return false;
  if (found.length > 1) throw new CommandError('given jsonpath expression matches more than one list');
  if (first.length > 1) throw new CommandError('given jsonpath expression matches more than one value');
  if (wanted === undefined) return true;
  const [value] = first;
  if (isFields(value) || Array.isArray(value)) {
    throw new CommandError('jsonpath leads to a nested object or list which is not supported');
  }
  return goSprint(value).trim() === wanted.trim();
}
