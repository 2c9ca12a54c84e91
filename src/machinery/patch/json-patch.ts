import { equalJson, type Fields, isFields } from '../json.ts';
import { failure } from '../status.ts';
import { malformed, unprocessable } from './refusal.ts';

/** The API server takes no more steps in one patch. */
const OPERATIONS_MOST = 10_000;

/** Applies an RFC 6902 patch with the rules and words of the library that Kubernetes uses (evanphx/json-patch). */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  const operations = decodeJsonPatch(patch);
  if (operations.length > OPERATIONS_MOST) {
    const words = `The allowed maximum operations in a JSON patch is ${OPERATIONS_MOST}, got ${operations.length}`;
    throw failure(413, 'RequestEntityTooLarge', `Request entity is too large: ${words}`);
  }
  return operations.reduce<unknown>(applyOperation, document);
}

const MEMBERS: readonly string[] = ['op', 'path', 'from', 'value'];

/** Strict decoding's complaints about members that no operation has. */
export function unknownOperationFields(patch: unknown): readonly string[] {
  if (!Array.isArray(patch)) return [];
  return patch.flatMap((operation: unknown, i) =>
    Object.keys(isFields(operation) ? operation : {})
      .filter((member) => !MEMBERS.includes(member))
      .map((member) => `json patch unknown field "[${i}].${member}"`),
  );
}

function decodeJsonPatch(patch: unknown): readonly Fields[] {
  if (!Array.isArray(patch))
    throw malformed(`error decoding patch: ${cannotDecode(patch, '[]handlers.jsonPatchOp')}`);
  return patch.map((operation: unknown) => {
    if (!isFields(operation)) {
      throw malformed(`error decoding patch: ${cannotDecode(operation, 'handlers.jsonPatchOp')}`);
    }
    for (const member of ['op', 'path', 'from']) {
      const value = operation[member];
      if (value !== undefined && value !== null && typeof value !== 'string') {
        const where = `Go struct field jsonPatchOp.${member} of type string`;
        throw malformed(`error decoding patch: json: cannot unmarshal ${jsonType(value)} into ${where}`);
      }
    }
    return operation;
  });
}

const jsonType = (value: unknown): string =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
const cannotDecode = (value: unknown, type: string): string =>
  `json: cannot unmarshal ${jsonType(value)} into Go value of type ${type}`;

function applyOperation(document: unknown, operation: Fields): unknown {
  switch (operation['op']) {
    case 'add':
      return add(document, operation);
    case 'remove':
      return remove(document, operation);
    case 'replace':
      return replace(document, operation);
    case 'move':
      return move(document, operation);
    case 'test':
      return test(document, operation);
    case 'copy':
      return copy(document, operation);
    default:
      throw unprocessable(
        `Unexpected kind: ${typeof operation['op'] === 'string' ? operation['op'] : 'unknown'}`,
      );
  }
}

const MISSING = 'missing value';
const operandOf = (operation: Fields): unknown => operation['value'] ?? null;

function memberOf(operation: Fields, member: 'path' | 'from', absent: string): string {
  const text = operation[member];
  if (typeof text !== 'string') throw unprocessable(`${absent}: ${MISSING}`);
  return text;
}

function add(document: unknown, operation: Fields): unknown {
  const path = memberOf(operation, 'path', 'add operation failed to decode path');
  const place = find(document, path);
  if (!place) throw unprocessable(`add operation does not apply: doc is missing path: "${path}": ${MISSING}`);
  const changed = wrapped(`error in add for path: '${path}'`, () => inserted(place, operandOf(operation)));
  return rebuilt(document, place, changed);
}

function remove(document: unknown, operation: Fields): unknown {
  const path = memberOf(operation, 'path', 'remove operation failed to decode path');
  const place = find(document, path);
  if (!place)
    throw unprocessable(`remove operation does not apply: doc is missing path: "${path}": ${MISSING}`);
  const changed = wrapped(`error in remove for path: '${path}'`, () => removed(place));
  return rebuilt(document, place, changed);
}

function replace(document: unknown, operation: Fields): unknown {
  const absent = 'replace operation failed to decode path: operation missing path field';
  const path = memberOf(operation, 'path', absent);
  const value = operandOf(operation);
  // The library forgets to complain of a whole document that is neither object nor list.
  if (path === '') return isFields(value) || Array.isArray(value) ? value : document;
  const place = find(document, path);
  if (!place)
    throw unprocessable(`replace operation does not apply: doc is missing path: ${path}: ${MISSING}`);
  const { container, key } = place;
  if (!Array.isArray(container)) return rebuilt(document, place, { ...container, [key]: value });
  const index = indexOf(container, key);
  if (typeof index === 'string') {
    throw unprocessable(`replace operation does not apply: doc is missing key: ${path}: ${MISSING}`);
  }
  return rebuilt(document, place, container.with(index, value));
}

function move(document: unknown, operation: Fields): unknown {
  const from = memberOf(
    operation,
    'from',
    'move operation failed to decode from: operation, missing from field',
  );
  const source = find(document, from);
  if (!source)
    throw unprocessable(`move operation does not apply: doc is missing from path: ${from}: ${MISSING}`);
  const words = `error in move for path: '${source.key}'`;
  const value = wrapped(words, () => got(source));
  const without = rebuilt(
    document,
    source,
    wrapped(words, () => removed(source)),
  );
  const path = memberOf(
    operation,
    'path',
    'move operation failed to decode path: operation missing path field',
  );
  const target = find(without, path);
  if (!target) {
    throw unprocessable(
      `move operation does not apply: doc is missing destination path: ${path}: ${MISSING}`,
    );
  }
  return rebuilt(
    without,
    target,
    wrapped(`error in move for path: '${path}'`, () => inserted(target, value)),
  );
}

function copy(document: unknown, operation: Fields): unknown {
  const from = memberOf(
    operation,
    'from',
    'copy operation failed to decode from: operation, missing from field',
  );
  const source = find(document, from);
  if (!source)
    throw unprocessable(`copy operation does not apply: doc is missing from path: ${from}: ${MISSING}`);
  const value = wrapped(`error in copy for from: '${from}'`, () => got(source));
  const path = memberOf(operation, 'path', 'copy operation failed to decode path');
  const target = find(document, path);
  if (!target) {
    throw unprocessable(
      `copy operation does not apply: doc is missing destination path: ${path}: ${MISSING}`,
    );
  }
  return rebuilt(
    document,
    target,
    wrapped('error while adding value during copy', () => inserted(target, value)),
  );
}

function test(document: unknown, operation: Fields): unknown {
  const path = memberOf(
    operation,
    'path',
    'test operation failed to decode path: operation missing path field',
  );
  const expected = operandOf(operation);
  const place = path === '' ? undefined : find(document, path);
  if (path !== '' && !place)
    throw unprocessable(`test operation does not apply: is missing path: ${path}: ${MISSING}`);
  const value = place ? wrapped(`error in test for path: '${path}'`, () => got(place)) : document;
  if (!equalJson(value ?? null, expected)) throw unprocessable(`testing value ${path} failed: test failed`);
  return document;
}

/** The object or list that holds a path's last step, and the steps to it. */
interface Place {
  readonly parents: readonly string[];
  readonly container: Fields | readonly unknown[];
  readonly key: string;
}

function find(document: unknown, path: string): Place | undefined {
  const steps = path.split('/').slice(1).map(unescaped);
  const key = steps.at(-1);
  if (key === undefined) return undefined;
  const parents = steps.slice(0, -1);
  let container: unknown = document;
  for (const step of parents) container = child(container, step);
  if (!isFields(container) && !Array.isArray(container)) return undefined;
  return { parents, container, key };
}

const unescaped = (step: string): string => step.replace(/~[01]/g, (found) => (found === '~1' ? '/' : '~'));

function child(container: unknown, step: string): unknown {
  if (!Array.isArray(container))
    return isFields(container) && Object.hasOwn(container, step) ? container[step] : undefined;
  const index = indexOf(container, step);
  return typeof index === 'number' ? container[index] : undefined;
}

/** The document with another container at the place; all else is shared with the old one. */
function rebuilt(document: unknown, { parents }: Place, container: unknown, depth = 0): unknown {
  const step = parents[depth];
  if (step === undefined) return container;
  const place = { parents, container: {}, key: '' };
  const changed = rebuilt(child(document, step), place, container, depth + 1);
  if (!Array.isArray(document)) return { ...(document as Fields), [step]: changed };
  const index = indexOf(document, step);
  return typeof index === 'number' ? document.with(index, changed) : document;
}

/** Which item a step names, counted from the end where negative; a text says what is wrong with it. */
function indexOf(list: readonly unknown[], step: string, length = list.length): number | string {
  if (!/^[+-]?[0-9]+$/.test(step)) return `strconv.Atoi: parsing ${JSON.stringify(step)}: invalid syntax`;
  const index = Number(step);
  if (index >= length || index < -length)
    return `Unable to access invalid index: ${index}: invalid index referenced`;
  return index < 0 ? index + length : index;
}

function got({ container, key }: Place): unknown {
  if (!Array.isArray(container)) return child(container, key);
  const index = indexOf(container, key);
  if (typeof index === 'string') throw unprocessable(index);
  return container[index];
}

function inserted({ container, key }: Place, value: unknown): unknown {
  if (!Array.isArray(container)) return { ...container, [key]: value ?? null };
  if (key === '-') return [...container, value];
  const index = indexOf(container, key, container.length + 1);
  if (typeof index === 'number') return container.toSpliced(index, 0, value);
  const number = index.startsWith('strconv')
    ? `value was not a proper array index: '${key}': ${index}`
    : index;
  throw unprocessable(number);
}

function removed({ container, key }: Place): unknown {
  if (Array.isArray(container)) {
    const index = indexOf(container, key);
    if (typeof index === 'string') throw unprocessable(index);
    return container.toSpliced(index, 1);
  }
  const { [key]: gone, ...rest } = container as Fields;
  if (gone === undefined) throw unprocessable(`Unable to remove nonexistent key: ${key}: ${MISSING}`);
  return rest;
}

function wrapped<T>(words: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    const cause = error instanceof Error && typeof error.cause === 'string' ? error.cause : String(error);
    throw unprocessable(`${words}: ${cause}`);
  }
}
