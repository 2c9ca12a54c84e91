import type { Context } from '../../client/client.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { SELECTED_NODE } from '../../kinds/core/persistentvolumeclaim/annotations.ts';
import { classOf } from '../../kinds/core/persistentvolumeclaim/conditions.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { namesClaim } from '../../kinds/core/persistentvolumeclaim/matching.ts';
import { isFinished, isScheduled } from '../../kinds/core/pod/conditions.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { defaultClassOf } from '../../kinds/storage/storageclass/conditions.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { isTerminating } from '../../machinery/object-meta.ts';
import { bind } from './binding.ts';
import { bestVolume, mismatch } from './matching.ts';
import { provision } from './provisioning.ts';

/** Binds the claim or says why not; `again`: look once more with the next resync. */
export function syncUnboundClaim(claim: PersistentVolumeClaim, context: Context): 'done' | 'again' {
  // Nobody may start to use it any more.
  if (isTerminating(claim)) return 'done';
  return claim.spec.volumeName ? bindChosen(claim, context) : findVolume(claim, context);
}

/** The user asked for one certain volume (V-6). */
function bindChosen(claim: PersistentVolumeClaim, { client, event, now }: Context): 'done' | 'again' {
  const { volumeName: name = '' } = claim.spec;
  const volume = client.find(PersistentVolume, { namespace: '', name });
  if (volume === undefined) return 'again';
  if (volume.spec.claimRef !== undefined) {
    if (namesClaim(volume, claim)) {
      bind(client, volume, claim, now);
      return 'done';
    }
    event(
      claim,
      'Warning',
      'FailedBinding',
      `volume ${JSON.stringify(name)} already bound to a different claim.`,
    );
    return 'again';
  }
  const why = mismatch(volume, claim);
  if (why === undefined) {
    bind(client, volume, claim, now);
    return 'done';
  }
  event(
    claim,
    'Warning',
    'VolumeMismatch',
    `Cannot bind to requested volume ${JSON.stringify(name)}: ${why}`,
  );
  return 'again';
}

function findVolume(claim: PersistentVolumeClaim, context: Context): 'done' | 'again' {
  const { client, event, now } = context;
  const className = classOf(claim) ?? '';
  const storageClass =
    className === '' ? undefined : client.find(StorageClass, { namespace: '', name: className });
  const isDelayed = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const found = bestVolume(claim, candidates(claim, className, context), isDelayed);
  if (found !== undefined) {
    bind(client, found, claim, now);
    return 'done';
  }
  if (assignDefaultClass(claim, context)) return 'done';
  if (isDelayed && claim.metadata.annotations?.[SELECTED_NODE] === undefined) {
    tellWaiting(claim, context);
  } else if (className !== '') {
    provision(claim, className, storageClass, context);
  } else {
    event(
      claim,
      'Normal',
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
    );
  }
  return 'again';
}

/** Free volumes of its class, and those that name it whatever their class (V-3), by name. */
function candidates(
  { metadata }: PersistentVolumeClaim,
  className: string,
  { client }: Context,
): readonly PersistentVolume[] {
  const word = `${metadata.namespace}/${metadata.name}`;
  return [
    ...client.list(PersistentVolume, { under: { index: 'volume-of-claim', word } }),
    ...client.list(PersistentVolume, { under: { index: 'free-volume', word: className } }),
  ];
}

/** A claim that is older than the default class gets it once there is one (V-20). */
function assignDefaultClass(claim: PersistentVolumeClaim, { client }: Context): boolean {
  if (classOf(claim) !== undefined) return false;
  const found = defaultClassOf(client.list(StorageClass));
  if (found === undefined) return false;
  client.update(PersistentVolumeClaim, {
    ...claim,
    spec: { ...claim.spec, storageClassName: found.metadata.name },
  });
  return true;
}

/** V-23: what the claim waits for, the first pod or its placement. */
function tellWaiting(claim: PersistentVolumeClaim, { client, event }: Context): void {
  const word = `${claim.metadata.namespace}/${claim.metadata.name}`;
  const names = client
    .list(Pod, { under: { index: 'pod-of-claim', word } })
    .filter((pod) => !isScheduled(pod) && !isFinished(pod))
    .map(({ metadata }) => metadata.name);
  if (names.length === 0) {
    event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
    return;
  }
  const pods = names.length === 1 ? `pod ${names[0]}` : `pods ${names.join(',')}`;
  event(claim, 'Normal', 'WaitForPodScheduled', `waiting for ${pods} to be scheduled`);
}
