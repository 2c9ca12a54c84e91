import type { Actor, Context, LookAgain, Reader } from '../../client/client.ts';
import { itself, onChange } from '../../client/triggers.ts';
import { PersistentVolume } from '../../kinds/core/persistentvolume/kind.ts';
import { PersistentVolumeClaim } from '../../kinds/core/persistentvolumeclaim/kind.ts';
import { Pod } from '../../kinds/core/pod/kind.ts';
import { StorageClass } from '../../kinds/storage/storageclass/kind.ts';
import { after, seconds } from '../../machinery/instant.ts';
import { isTerminating, type Ref, refOf } from '../../machinery/object-meta.ts';
import { bind, isBindCompleted, withPhase } from './binding.ts';
import { bestVolume, classOf, mismatch } from './matching.ts';
import { provision } from './provisioning.ts';
import { reclaim } from './reclaim.ts';

/** How often a claim without a volume is looked at again (V-7). */
const RESYNC = seconds(15);

/** Finds or makes a volume for each claim, and reclaims volumes whose claim has gone. Claims and volumes are told apart by namespace. */
export const persistentVolumeBinder: Actor = {
  name: 'persistentvolume-controller',
  triggers: [
    itself(PersistentVolumeClaim),
    itself(PersistentVolume),
    onChange(PersistentVolume, ({ object }) => claimOf(object)),
    onChange(PersistentVolumeClaim, ({ object }, reader) =>
      reader
        .list(PersistentVolume, {
          under: { index: 'volume-of-claim', word: `${object.metadata.namespace}/${object.metadata.name}` },
        })
        .map(refOf),
    ),
    onChange(Pod, ({ object, before }, reader) =>
      before === undefined ? claimsOf(object).filter((ref) => waitsForConsumer(ref, reader)) : [],
    ),
  ],
  reconcile: (ref, context) => {
    if (ref.namespace === '') {
      const volume = context.client.find(PersistentVolume, ref);
      return volume === undefined ? undefined : syncVolume(volume, context);
    }
    const claim = context.client.find(PersistentVolumeClaim, ref);
    return claim === undefined ? undefined : syncClaim(claim, context);
  },
};

function claimOf({ spec }: PersistentVolume): readonly Ref[] {
  const { claimRef: reference } = spec;
  return reference?.namespace && reference.name
    ? [{ namespace: reference.namespace, name: reference.name }]
    : [];
}

function claimsOf({ metadata: { namespace = '' }, spec }: Pod): readonly Ref[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
    claim === undefined ? [] : [{ namespace, name: claim.claimName }],
  );
}

/** A pod is nothing to a claim that is bound without it. */
function waitsForConsumer(ref: Ref, reader: Reader): boolean {
  const claim = reader.find(PersistentVolumeClaim, ref);
  return claim !== undefined && storageClassOf(claim, reader)?.volumeBindingMode === 'WaitForFirstConsumer';
}

function storageClassOf(claim: PersistentVolumeClaim, reader: Reader): StorageClass | undefined {
  const name = classOf(claim);
  return name ? reader.find(StorageClass, { namespace: '', name }) : undefined;
}

function syncVolume(volume: PersistentVolume, context: Context): LookAgain | undefined {
  const { claimRef: reference } = volume.spec;
  if (reference === undefined || !reference.uid) {
    withPhase(context.client, volume, 'Available', context.now);
    return undefined;
  }
  const ref = { namespace: reference.namespace ?? '', name: reference.name ?? '' };
  const claim = context.client.find(PersistentVolumeClaim, ref);
  if (claim === undefined || claim.metadata.uid !== reference.uid) reclaim(volume, context);
  return undefined;
}

function syncClaim(claim: PersistentVolumeClaim, context: Context): LookAgain | undefined {
  if (isTerminating(claim)) return undefined;
  if (isBindCompleted(claim)) {
    checkBound(claim, context);
    return undefined;
  }
  const volume = volumeFor(claim, context);
  if (volume !== undefined) {
    bind(context.client, volume, claim, context.now);
    return undefined;
  }
  return findOrProvision(claim, context);
}

/** V-8: a bound claim whose volume has gone has lost its data. */
function checkBound(claim: PersistentVolumeClaim, { client, event }: Context): void {
  const volume = client.find(PersistentVolume, { namespace: '', name: claim.spec.volumeName ?? '' });
  if (volume !== undefined || claim.status?.phase === 'Lost') return;
  const lost = client.updateStatus(PersistentVolumeClaim, { ...claim, status: { phase: 'Lost' } });
  event(
    lost,
    'Warning',
    'ClaimLost',
    'Bound claim has lost its PersistentVolume. Data on the volume is lost!',
  );
}

/** A volume that already names this claim, or the one the user chose (V-3, V-6). */
function volumeFor(claim: PersistentVolumeClaim, { client, event }: Context): PersistentVolume | undefined {
  const { namespace, name, uid } = claim.metadata;
  const named = client
    .list(PersistentVolume, { under: { index: 'volume-of-claim', word: `${namespace}/${name}` } })
    .find((volume) => !volume.spec.claimRef?.uid || volume.spec.claimRef.uid === uid);
  if (named !== undefined || !claim.spec.volumeName) return named;
  const chosen = client.find(PersistentVolume, { namespace: '', name: claim.spec.volumeName });
  if (chosen === undefined) return undefined;
  if (chosen.spec.claimRef !== undefined) {
    event(
      claim,
      'Warning',
      'FailedBinding',
      `volume ${JSON.stringify(chosen.metadata.name)} already bound to a different claim.`,
    );
    return undefined;
  }
  const why = mismatch(chosen, claim);
  if (why === undefined) return chosen;
  event(
    claim,
    'Warning',
    'VolumeMismatch',
    `Cannot bind to requested volume ${JSON.stringify(chosen.metadata.name)}: ${why}`,
  );
  return undefined;
}

function findOrProvision(claim: PersistentVolumeClaim, context: Context): LookAgain | undefined {
  const { client, event, now } = context;
  const again: LookAgain = { at: after(now, RESYNC), because: 'standing' };
  if (claim.spec.volumeName) return again;
  const className = classOf(claim) ?? '';
  const storageClass = storageClassOf(claim, client);
  if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer')
    return waitForConsumer(claim, storageClass, context);
  const free = bestVolume(
    claim,
    client.list(PersistentVolume, { under: { index: 'free-volume', word: className } }),
  );
  if (free !== undefined) {
    bind(client, free, claim, now);
    return undefined;
  }
  if (className === '') {
    event(
      claim,
      'Normal',
      'FailedBinding',
      'no persistent volumes available for this claim and no storage class is set',
    );
  } else if (storageClass === undefined) {
    event(
      claim,
      'Warning',
      'ProvisioningFailed',
      `storageclass.storage.k8s.io ${JSON.stringify(className)} not found`,
    );
  } else {
    provision(claim, storageClass, context);
  }
  return again;
}

/** V-23, as far as a pod that is bound to a node decides it: the claim waits until one is. */
function waitForConsumer(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  context: Context,
): LookAgain {
  const { client, event, now } = context;
  const word = `${claim.metadata.namespace}/${claim.metadata.name}`;
  const consumers = client.list(Pod, { under: { index: 'pod-of-claim', word } });
  const free = bestVolume(
    claim,
    client.list(PersistentVolume, { under: { index: 'free-volume', word: classOf(claim) ?? '' } }),
  );
  if (consumers.length === 0) {
    event(claim, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  } else if (free !== undefined) {
    bind(client, free, claim, now);
  } else {
    provision(claim, storageClass, context);
  }
  return { at: after(now, RESYNC), because: 'standing' };
}
