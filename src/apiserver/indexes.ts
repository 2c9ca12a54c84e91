import type { IndexName } from '../client/client.ts';
import { classOf } from '../kinds/core/persistentvolume/conditions.ts';
import { PersistentVolume } from '../kinds/core/persistentvolume/kind.ts';
import { askedWords, asksTheSame } from '../kinds/core/pod/asking.ts';
import { claimNames } from '../kinds/core/pod/claims.ts';
import { isFinished } from '../kinds/core/pod/conditions.ts';
import { Pod } from '../kinds/core/pod/kind.ts';
import { VolumeAttachment } from '../kinds/storage/volumeattachment/kind.ts';
import type { KubeObject } from '../machinery/object-meta.ts';
import type { Index } from '../store/store.ts';
import { prefixOf } from './registry.ts';

type WithSpec = KubeObject & { readonly spec?: unknown };

const sameSpec = (before: KubeObject, after: KubeObject): boolean =>
  (before as WithSpec).spec === (after as WithSpec).spec;

/** A volume's class may stand in an annotation. */
const sameSpecAndNotes = (before: KubeObject, after: KubeObject): boolean =>
  sameSpec(before, after) && before.metadata.annotations === after.metadata.annotations;

function index(
  name: IndexName,
  prefix: string,
  words: (value: KubeObject) => readonly string[],
  same = sameSpec,
): Index {
  return {
    name,
    table: () => prefix.slice(0, -1),
    same,
    words: (key, value) => (key.startsWith(prefix) ? words(value) : []),
  };
}

const volumes = prefixOf(PersistentVolume);
const pods = prefixOf(Pod);
const attachments = prefixOf(VolumeAttachment);

type WithStatus = KubeObject & { readonly status?: { readonly phase?: string } };

/** Pods that have ended, all under one empty word. */
export const finishedPodIndex: Index = {
  name: 'finished-pod' satisfies IndexName,
  same: (before, after) => (before as WithStatus).status?.phase === (after as WithStatus).status?.phase,
  words: (key, value) => (key.startsWith(pods) && isFinished(value as Pod) ? [''] : []),
  table: () => pods.slice(0, -1),
};

/** Pods that may be waiting for others, by the words of their commands. */
export const askingPodIndex: Index = {
  name: 'asking-pod' satisfies IndexName,
  same: (before, after) => asksTheSame(before as Pod, after as Pod),
  words: (key, value) => (key.startsWith(pods) ? askedWords(value as Pod) : []),
  table: () => pods.slice(0, -1),
};

/** Where claims, volumes and pods find each other without a scan of the cluster. */
export const volumeIndexes: readonly Index[] = [
  index(
    'free-volume',
    volumes,
    (value) => {
      const volume = value as PersistentVolume;
      return volume.spec.claimRef === undefined ? [classOf(volume)] : [];
    },
    sameSpecAndNotes,
  ),
  index('volume-of-claim', volumes, (value) => {
    const { claimRef } = (value as PersistentVolume).spec;
    return claimRef === undefined ? [] : [`${claimRef.namespace}/${claimRef.name}`];
  }),
  index('pod-of-claim', pods, (value) => {
    const pod = value as Pod;
    return claimNames(pod).map(({ name }) => `${pod.metadata.namespace}/${name}`);
  }),
  index('attachment', attachments, (value) => {
    const { nodeName, source } = (value as VolumeAttachment).spec;
    return [`volume/${source.persistentVolumeName ?? ''}`, `node/${nodeName}`];
  }),
];
