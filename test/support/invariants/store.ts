import { equalJson, type Fields, isFields } from '../../../src/machinery/json.ts';
import { isTerminating, type KubeObject } from '../../../src/machinery/object-meta.ts';
import type { Change, Revision } from '../../../src/store/store.ts';
import type { Invariant } from '../invariants.ts';
import { nameOf } from './objects.ts';

/** An object with finalizers is marked first (BeforeDelete), and goes with the last of them. */
export const finalizersHold: Invariant = () => ({
  after: ({ type, before }, complain) => {
    if (type !== 'DELETED' || before === undefined) return;
    const { finalizers = [] } = before.metadata;
    if (finalizers.length > 0 && !isTerminating(before))
      complain(`${nameOf(before)} is gone in spite of ${finalizers.join(', ')}`);
  },
});

/** etcd: one revision per transaction, none left out. */
export const revisionsGrowByOne: Invariant = ({ store }) => {
  let last: number = store.revision();
  return {
    after: ({ entry }, complain) => {
      if (entry.modified !== last + 1) complain(`${entry.modified} comes after ${last}`);
      if (entry.value.metadata.resourceVersion !== String(entry.modified))
        complain(`${nameOf(entry.value)} says ${entry.value.metadata.resourceVersion} in ${entry.modified}`);
      last = entry.modified;
    },
  };
};

/** How many changes are gone through at once: a store remembers no more of them for ever. */
const REMEMBERED = 10_000;

/** A watch from a revision is told what a watch that was there is told: every later change once, in order. */
export const everyWatchSeesAll: Invariant = ({ store }) => {
  let start: Revision = store.revision();
  let seen: Change[] = [];
  return {
    after: (change) => {
      seen.push(change);
      if (seen.length <= REMEMBERED) return;
      start = change.entry.modified;
      seen = [];
    },
    settled: (complain) => {
      const told = store.since(start, '');
      const wrong = seen.findIndex(
        ({ type, entry }, i) => told[i]?.type !== type || told[i]?.entry.modified !== entry.modified,
      );
      if (wrong !== -1 || told.length !== seen.length)
        complain(`from ${start} on ${told.length} changes are told, not ${seen.length}`);
      start = store.revision();
      seen = [];
    },
  };
};

/**
 * rest.BeforeUpdate and BeforeDelete: generation goes up by one with a new spec, and when the deletion begins.
 * Deployments raise it for annotations, too, and slices for labels, as their strategies do; a binding does not go through a strategy.
 */
export const generationFollowsSpec: Invariant = () => ({
  after: ({ type, entry, before }, complain) => {
    const { value } = entry;
    if (type !== 'MODIFIED' || before === undefined) return;
    const { generation } = value.metadata;
    const was = before.metadata.generation;
    if (generation === undefined || was === undefined) return;
    const begins = isTerminating(value) && !isTerminating(before);
    const bound = specOf(before)['nodeName'] === undefined && specOf(value)['nodeName'] !== undefined;
    const differs = !bound && !equalJson(specOf(value), specOf(before));
    const { labels, annotations } = value.metadata;
    const annotated =
      !equalJson(annotations, before.metadata.annotations) || !equalJson(labels, before.metadata.labels);
    const expected = was + (differs ? 1 : 0) + (begins ? 1 : 0);
    if (generation !== expected && !(annotated && generation === was + 1))
      complain(
        `${nameOf(value)} goes from ${was} to ${generation}, its spec ${differs ? 'differs' : 'is the same'}`,
      );
  },
});

/** What is asked for: spec, or all that is neither metadata nor status. */
function specOf(object: KubeObject): Fields {
  const { metadata: _, status: __, spec, ...rest } = object as KubeObject & Fields;
  return isFields(spec) ? spec : rest;
}
