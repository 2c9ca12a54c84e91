import type { PersistentVolume } from '../../../kinds/core/persistentvolume/types.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, goList, type Page, since } from '../page.ts';
import { accessModesText, claimClass } from '../persistentvolumeclaim/claim.ts';
import { describeSource, sourceIn } from '../pod-template/volume-sources.ts';
import { amountText } from '../resources.ts';

export const persistentVolume = defineDescriber<PersistentVolume>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { metadata, spec, status } = object;
      page.line(0, `Name:\t${metadata.name}`);
      describeMarks(page, object);
      page.line(0, `Finalizers:\t${goList(metadata.finalizers)}`);
      page.line(0, `StorageClass:\t${claimClass(object)}`);
      const going = metadata.deletionTimestamp;
      page.line(
        0,
        `Status:\t${going === undefined ? (status?.phase ?? '') : `Terminating (lasts ${since(going, now)})`}`,
      );
      const claim =
        spec.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`;
      page.line(0, `Claim:\t${claim}`);
      page.line(0, `Reclaim Policy:\t${spec.persistentVolumeReclaimPolicy}`);
      page.line(0, `Access Modes:\t${accessModesText(spec.accessModes)}`);
      if (spec.volumeMode !== undefined) page.line(0, `VolumeMode:\t${spec.volumeMode}`);
      page.line(0, `Capacity:\t${amountText(spec.capacity?.['storage'])}`);
      describeNodeAffinity(page, spec.nodeAffinity);
      page.line(0, `Message:\t${status?.message ?? ''}`);
      page.line(0, 'Source:');
      const source = sourceIn({ ...spec }, 'persistent volume');
      if (source === undefined) page.line(1, '<unknown>');
      else describeSource(page, source);
      describeEvents(page, events, now);
    }),
});

function describeNodeAffinity(page: Page, affinity: PersistentVolume['spec']['nodeAffinity']): void {
  page.write(0, 'Node Affinity:\t');
  if (affinity?.required === undefined) {
    page.end('<none>');
    return;
  }
  page.end('');
  page.write(1, 'Required Terms:\t');
  const terms = affinity.required.nodeSelectorTerms;
  page.end(terms.length === 0 ? '<none>' : '');
  for (const [i, { matchExpressions = [] }] of terms.entries()) {
    page.write(2, `Term ${i}:\t`);
    if (matchExpressions.length === 0) page.end('<none>');
    for (const [j, { key, operator, values = [] }] of matchExpressions.entries()) {
      if (j > 0) page.write(2, '\t');
      page.line(0, `${key} ${operator.toLowerCase()}${values.length === 0 ? '' : ` [${values.join(', ')}]`}`);
    }
  }
}
