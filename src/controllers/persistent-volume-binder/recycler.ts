import type { Context } from '../../client/client.ts';
import type { PersistentVolume } from '../../kinds/core/persistentvolume/types.ts';
import { storageCapacity } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import { isFinished } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import type { Ref } from '../../machinery/object-meta.ts';
import { value } from '../../machinery/quantity.ts';
import { unbind, withPhase } from './binding.ts';

/** Where pods that empty volumes run. */
export const RECYCLERS = 'default';
const PREFIX = 'recycler-for-';
const GIBIBYTE = 2 ** 30;
/** A recycler has so many seconds for each GiB, and never less than its plugin's shortest time. */
const SECONDS_FOR_GIBIBYTE = 30;
const SHORTEST = { hostPath: 60, nfs: 300 } as const;
const SCRIPT = 'test -e /scrub && find /scrub -mindepth 1 -delete && test -z "$(ls -A /scrub)" || exit 1';

/** The volume that a pod of the name empties. */
export function volumeOfRecycler(name: string): readonly Ref[] {
  return name.startsWith(PREFIX) ? [{ namespace: '', name: name.slice(PREFIX.length) }] : [];
}

/** A pod empties the volume, and then it is free again (V-13). */
export function recycle(volume: PersistentVolume, context: Context): 'done' | 'again' {
  const { client, event, now } = context;
  const users = usersOf(volume, context);
  if (users.length > 0) {
    event(volume, 'Normal', 'VolumeFailedRecycle', `Volume is used by pods: ${users.join(',')}`);
    return 'again';
  }
  const source = sourceOf(volume);
  if (source === undefined) return fail(volume, 'No recycler plugin found for the volume!', context);
  const ref: Ref = { namespace: RECYCLERS, name: PREFIX + volume.metadata.name };
  const pod = client.find(Pod, ref);
  if (pod === undefined) {
    client.create(Pod, recyclerPod(ref, volume, source));
    return 'again';
  }
  if (!isFinished(pod)) return 'again';
  client.delete(Pod, ref);
  if (pod.status?.phase === 'Failed') {
    const why = pod.status.message ?? 'pod failed, pod.Status.Message unknown';
    return fail(volume, `Recycle failed: failed to recycle volume: ${why}`, context);
  }
  event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
  unbind(client, volume, now);
  return 'done';
}

function fail(volume: PersistentVolume, message: string, { client, event, now }: Context): 'again' {
  if (volume.status?.phase === 'Failed') return 'again';
  withPhase(client, volume, 'Failed', now, message);
  event(volume, 'Warning', 'VolumeFailedRecycle', message);
  return 'again';
}

function usersOf({ spec: { claimRef } }: PersistentVolume, { client }: Context): readonly string[] {
  const word = `${claimRef?.namespace}/${claimRef?.name}`;
  return client
    .list(Pod, { under: { index: 'pod-of-claim', word } })
    .filter((pod) => !isFinished(pod))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

function sourceOf({ spec }: PersistentVolume) {
  if (spec.hostPath !== undefined)
    return { shortest: SHORTEST.hostPath, volume: { hostPath: { path: spec.hostPath.path } } };
  return spec.nfs === undefined ? undefined : { shortest: SHORTEST.nfs, volume: { nfs: spec.nfs } };
}

function recyclerPod(
  { namespace, name }: Ref,
  volume: PersistentVolume,
  source: NonNullable<ReturnType<typeof sourceOf>>,
) {
  const gibibytes = Math.floor(value(storageCapacity(volume)) / GIBIBYTE);
  return {
    metadata: { namespace, name },
    spec: {
      activeDeadlineSeconds: Math.max(gibibytes * SECONDS_FOR_GIBIBYTE, source.shortest),
      restartPolicy: 'Never',
      volumes: [{ name: 'vol', ...source.volume }],
      containers: [
        {
          name: 'pv-recycler',
          image: 'registry.k8s.io/build-image/debian-base:bookworm-v1.0.6',
          command: ['/bin/sh'],
          args: ['-c', SCRIPT],
          volumeMounts: [{ name: 'vol', mountPath: '/scrub' }],
        },
      ],
    },
  } as const;
}
