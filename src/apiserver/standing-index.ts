import type { IndexName } from '../client/client.ts';
import { isActive, isReady } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { formatLabels } from '../machinery/labels.ts';
import { controllerOf, type KubeObject } from '../machinery/object-meta.ts';
import type { Index } from '../store/store.ts';
import { prefixOf } from './registry.ts';

const pods = prefixOf(Pod);

/**
 * Active pods by how they stand, so that a controller counts ten thousand of them without looking at one. Words: the
 * controller's uid; the uid and `ready`; the uid and the pod's labels. A pod without controller stands under its namespace.
 */
export const podStandingIndex: Index = {
  name: 'pod-standing' satisfies IndexName,
  table: () => pods.slice(0, -1),
  same: (before, after) => standsTheSame(before as Pod, after as Pod),
  words: (key, value) => (key.startsWith(pods) ? wordsOf(value as Pod) : []),
};

function wordsOf(pod: Pod): readonly string[] {
  if (!isActive(pod)) return [];
  const controller = controllerOf(pod);
  if (controller === undefined) return [pod.metadata.namespace ?? ''];
  const { uid } = controller;
  const labels = `${uid} ${formatLabels(pod.metadata.labels)}`;
  return isReady(pod) ? [uid, labels, `${uid} ready`] : [uid, labels];
}

function standsTheSame(before: Pod, after: Pod): boolean {
  return sameMeta(before, after) && (before.status === after.status || sameState(before, after));
}

function sameMeta({ metadata: was }: KubeObject, { metadata: is }: KubeObject): boolean {
  return (
    was === is ||
    (was.labels === is.labels &&
      was.ownerReferences === is.ownerReferences &&
      was.deletionTimestamp === is.deletionTimestamp)
  );
}

const sameState = (before: Pod, after: Pod): boolean =>
  isActive(before) === isActive(after) && isReady(before) === isReady(after);
