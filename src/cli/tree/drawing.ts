import { ageSince } from '../../machinery/duration.ts';
import type { Instant } from '../../machinery/instant.ts';
import { isFields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';
import type { Paint } from '../paint.ts';
import type { Owned } from './owned.ts';

/** One line of the tree. */
interface Row {
  readonly namespace: string;
  /** The lines that lead to the object. */
  readonly branch: string;
  readonly kind: string;
  readonly name: string;
  readonly ready: string;
  readonly reason: string;
  readonly age: string;
}

const HEAD = ['NAMESPACE', 'NAME', 'READY', 'REASON', 'AGE'] as const;
const GAP = '  ';

/** The object and all it owns, laid out as kubectl-tree does: the last column is filled up with blanks, too. */
export function drawTree(root: KubeObject, owned: Owned, now: Instant, paint: Paint): string {
  const rows = rowsOf(root, owned, now);
  const texts = rows.map(cellsOf);
  const widths = HEAD.map((title, i) => Math.max(title.length, ...texts.map((cells) => width(cells[i]))));
  const fill = (text: string, i: number): string => ' '.repeat((widths[i] ?? 0) - width(text));
  const lines = rows.map((row, at) =>
    (texts[at] ?? []).map((text, i) => painted(row, text, i, paint) + fill(text, i)).join(GAP),
  );
  return [HEAD.map((title, i) => title + fill(title, i)).join(GAP), ...lines]
    .map((line) => `${line}\n`)
    .join('');
}

const width = (text = ''): number => [...text].length;

const cellsOf = ({ namespace, branch, kind, name, ready, reason, age }: Row): readonly string[] => [
  namespace,
  `${branch}${kind}/${name}`,
  ready === '' ? '-' : ready,
  reason,
  age,
];

const NAME = 1;
const READY = 2;
const REASON = 3;

function painted({ branch, kind, name, ready }: Row, text: string, column: number, paint: Paint): string {
  if (column === NAME) return paint.dim(branch) + paint.dim(`${kind}`) + paint.dim('/') + paint.bold(name);
  if (column !== READY && column !== REASON) return text;
  if (text === '') return text;
  if (ready === 'True') return paint.good(text);
  return ready === 'False' || ready === 'Unknown' ? paint.bad(text) : paint.dim(text);
}

function rowsOf(root: KubeObject, owned: Owned, now: Instant): readonly Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  const visit = (object: KubeObject, branch: string, below: string): void => {
    rows.push(rowOf(object, branch, now));
    const { uid } = object.metadata;
    if (seen.has(uid)) return;
    seen.add(uid);
    const children = owned.get(uid) ?? [];
    children.forEach((child, index) => {
      const isLast = index === children.length - 1;
      visit(child, `${below}${isLast ? '└─' : '├─'}`, `${below}${isLast ? '  ' : '│ '}`);
    });
  };
  visit(root, '', '');
  return rows;
}

function rowOf(object: KubeObject, branch: string, now: Instant): Row {
  const { kind, metadata } = object;
  return {
    namespace: metadata.namespace ?? '',
    branch,
    kind,
    name: metadata.name,
    ...readiness(object),
    age: ageSince(metadata.creationTimestamp, now),
  };
}

/** The first condition of type Ready, whatever the object is. */
function readiness(object: KubeObject): Pick<Row, 'ready' | 'reason'> {
  const status = (object as KubeObject & { readonly status?: unknown }).status;
  const conditions = isFields(status) ? status['conditions'] : undefined;
  const ready = Array.isArray(conditions)
    ? conditions.find((one) => isFields(one) && one['type'] === 'Ready')
    : undefined;
  const text = (field: string): string => {
    const value = isFields(ready) ? ready[field] : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { ready: text('status'), reason: text('reason') };
}
