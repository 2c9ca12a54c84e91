import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiVersionOf } from '../../src/apiserver/registry.ts';
import { kinds } from '../../src/kinds/index.ts';
import { type Check, passes, type Result, textDetails, textDifference } from './check.ts';
import { type Answer, sim } from './command-line.ts';
import { withoutDrawn } from './drawn.ts';
import { fieldDifferences } from './field-differences.ts';
import { needsOf } from './needs.ts';
import { type Asker, isJudgedByKubectl, serveToKubectl } from './real-kubectl.ts';
import { type Rule, rules } from './rules.ts';
import { copyState, recordings, type Workspace, workspace } from './workspace.ts';

interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly disposition: string;
}

interface ManifestRow {
  readonly file: string;
  readonly objects: readonly ManifestObject[];
}

/** What the manifest's list calls objects that Kubernetes itself serves. */
const BUILT_IN: ReadonlySet<string> = new Set(['ok', 'schema-error', 'strict-unknown-field']);
/** How long one manifest may take to settle, in wall time: an order of magnitude above the slowest. */
const SETTLING_LONGEST = 10_000;

const manifest = new Map(
  (JSON.parse(readFileSync(join(recordings, 'corpus/MANIFEST.json'), 'utf8')) as ManifestRow[]).map((row) => [
    row.file,
    row,
  ]),
);
const served = new Set(kinds.map((kind) => `${apiVersionOf(kind)} ${kind.kind}`));

/** The recorded cluster's only class, made with apply. */
const STANDARD_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/host-path',
};

interface Clusters {
  /** All manifests are tried on this one: a dry run changes nothing. */
  readonly dry: Workspace;
  /** Holds the state each manifest is applied to. */
  readonly real: Workspace;
  /** The revision of the store that no dry run may change. */
  readonly untouched: string;
  /** Who tries them: `sim`, or the real kubectl at the same cluster. */
  readonly ask: Asker;
}

let prepared: Promise<Clusters> | undefined;

/** Tries a manifest as a dry run, compares with what a real server said, and applies it for real where it was accepted. */
export async function replayManifest(file: string): Promise<Result> {
  const row = manifest.get(file);
  const answered = join(recordings, 'corpus/dryrun', file);
  if (row === undefined || !existsSync(`${answered}.rc`))
    return { checks: [], leftOut: 'no answer was recorded' };
  const unserved = row.objects.find(
    ({ apiVersion, kind, disposition }) => BUILT_IN.has(disposition) && !served.has(`${apiVersion} ${kind}`),
  );
  if (unserved !== undefined) return { checks: [], leftOut: `${unserved.kind} is not served` };
  prepared ??= prepare();
  const { dry, real, untouched, ask } = await prepared;
  process.chdir(join(recordings, 'corpus/files'));
  const answer = await ask(['apply', '--dry-run=server', '-o', 'json', '-f', file]);
  const needed = new Set<string>();
  const compared = compare(file, recordedAt(answered), answer, needed);
  const first: Check =
    (await revision(dry)) === untouched
      ? compared
      : { ...compared, same: false, differences: ['the dry run changed the state'] };
  const told = { rules: [...needed], needs: needsOf([], [readFileSync(file, 'utf8')]) };
  if (answer.exit !== 0 || isJudgedByKubectl) return { ...told, checks: [first] };
  return { ...told, checks: [first, await settles(file, dry, real)] };
}

/** The recorded cluster: every namespace that a manifest names is there. */
async function prepare(): Promise<Clusters> {
  const dry = workspace();
  const real = workspace({ SIM_PACE: 'instant' });
  const nodes =
    '--workers node-1,node-2,node-3 --control-planes 0 --kubelet fast --pace manual --seed 1'.split(' ');
  await sim(['cluster', 'create', ...nodes], dry.environment);
  const rows = [...manifest.values()].flatMap(({ objects }) => objects);
  const names = rows.map(({ kind, name, namespace }) => (kind === 'Namespace' ? name : namespace));
  writeFileSync(join(dry.files, 'class.json'), JSON.stringify(STANDARD_CLASS));
  await sim(['delete', 'storageclass', 'standard'], dry.environment);
  await sim(['apply', '-f', join(dry.files, 'class.json')], dry.environment);
  const there = new Set<string | null>(['default', 'kube-system', 'kube-public', 'kube-node-lease']);
  for (const name of new Set(names)) {
    if (name !== null && !there.has(name))
      await sim(['create', 'namespace', name, '--save-config'], dry.environment);
  }
  await sim(['clock', 'advance', '--until=settled'], dry.environment);
  const own: Asker = (argv) => sim(argv, dry.environment);
  const untouched = await revision(dry);
  return { dry, real, untouched, ask: (await serveToKubectl(dry))?.ask ?? own };
}

async function revision({ environment }: Workspace): Promise<string> {
  const { stdout } = await sim(['get', '--raw', '/api/v1/namespaces'], environment);
  return (JSON.parse(stdout) as { readonly metadata: { readonly resourceVersion: string } }).metadata
    .resourceVersion;
}

interface Recorded {
  readonly rc: number;
  readonly stderr: string;
  readonly json: unknown;
}

function recordedAt(path: string): Recorded {
  const read = (suffix: string): string | undefined =>
    existsSync(path + suffix) ? readFileSync(path + suffix, 'utf8') : undefined;
  const json = read('.json');
  return {
    rc: Number(read('.rc')),
    stderr: read('.stderr') ?? '',
    json: json === undefined ? undefined : JSON.parse(json),
  };
}

function compare(file: string, recorded: Recorded, answer: Answer, needed: Set<string>): Check {
  const title = 'dry run';
  const other = rules.find(({ notNow }) => notNow?.test(recorded.stderr));
  if (other !== undefined) {
    needed.add(other.reason);
    return answer.stderr !== recorded.stderr
      ? passes(title)
      : { title, same: false, differences: ['refused as by 1.26'] };
  }
  const differences: string[] = [];
  let details = '';
  if (answer.exit !== recorded.rc) differences.push(`exit ${recorded.rc} became ${answer.exit}`);
  const [expected, actual] = said(recorded.stderr, answer.stderr, needed);
  if (expected !== actual) {
    differences.push(textDifference('stderr', expected, actual).replaceAll(file, 'FILE'));
    details += textDetails('stderr', expected, actual);
  } else if (recorded.json !== undefined && answer.exit === 0) {
    for (const one of objectDifferences(recorded.json, JSON.parse(answer.stdout))) {
      const rule = rules.find(({ field }) => field?.(one));
      if (rule !== undefined) needed.add(rule.reason);
      else {
        const line = `${one.place}: ${JSON.stringify(one.expected)} became ${JSON.stringify(one.actual)}`;
        differences.push(line);
        details += `  ${line}\n`;
      }
    }
  }
  return differences.length === 0
    ? passes(title)
    : { title, same: false, differences, details: details || differences.join('\n') };
}

/** Both sides' stderr as they should be equal: the recorded lines as 1.33 has them, ours without what only 1.33 says. */
function said(recorded: string, actual: string, needed: Set<string>): readonly [string, string] {
  const apply = (rule: Rule, line: string): string => {
    const changed = rule.line?.(line) ?? line;
    if (changed !== line) needed.add(rule.reason);
    return changed;
  };
  const expected = recorded.split('\n').map((line) => rules.reduce((text, rule) => apply(rule, text), line));
  const own = actual.split('\n').filter((line) => {
    const rule = rules.find(({ newLine }) => newLine?.test(line));
    if (rule === undefined || expected.includes(line)) return true;
    needed.add(rule.reason);
    return false;
  });
  return [expected.join('\n').trim(), own.join('\n').trim()];
}

interface Listed {
  readonly kind: string;
  readonly items?: readonly { readonly kind: string }[];
}

function objectDifferences(expected: unknown, actual: unknown): ReturnType<typeof fieldDifferences> {
  const [left, right] = [objectsOf(expected as Listed), objectsOf(actual as Listed)];
  if (left.length !== right.length)
    return [{ place: 'number of objects', expected: left.length, actual: right.length }];
  return left
    .flatMap((object, index) =>
      fieldDifferences(`${object.kind} `, withoutDrawn(object), withoutDrawn(right[index])),
    )
    .map((one) => ({ ...one, place: one.place.replace(' .', ' ') }));
}

function objectsOf(listed: Listed): readonly { readonly kind: string }[] {
  return listed.kind === 'List' ? (listed.items ?? []) : [listed];
}

/** What was accepted comes to rest: no controller throws, and nothing goes on for ever. */
async function settles(file: string, dry: Workspace, real: Workspace): Promise<Check> {
  const title = 'settles';
  copyState(dry.state, real.state);
  const start = Date.now();
  const applied = await sim(['apply', '-f', file], real.environment);
  const time = async (): Promise<string> =>
    (await sim(['clock'], real.environment)).stdout.split('\n')[0] ?? '';
  const [first, again] = [await time(), await sim(['clock', 'advance', '--until=settled'], real.environment)];
  const broken = [applied, again].find(
    ({ exit, stderr }) => exit === 70 || exit === 'timeout' || /BROKEN|\n {4}at /.test(stderr),
  );
  if (broken !== undefined) return { title, same: false, differences: [broken.stderr] };
  const last = await time();
  if (first !== last)
    return { title, same: false, differences: [`it was not settled: ${first}, then ${last}`] };
  const took = Date.now() - start;
  if (took > SETTLING_LONGEST) return { title, same: false, differences: [`it took ${took} ms`] };
  return passes(title);
}
