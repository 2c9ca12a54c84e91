import type { StorageClass } from '../../../kinds/storage/storageclass/types.ts';
import { labelsText } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describeEvents } from '../events.ts';
import { describePage, type Page, printBoolean } from '../page.ts';

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export const storageClass = defineDescriber<StorageClass>({
  describe: ({ object, events, now }) =>
    describePage((page) => {
      const { metadata, mountOptions = [] } = object;
      const isDefault = DEFAULT_CLASS.some((annotation) => metadata.annotations?.[annotation] === 'true');
      page.line(0, `Name:\t${metadata.name}`);
      page.line(0, `IsDefaultClass:\t${isDefault ? 'Yes' : 'No'}`);
      page.line(0, `Annotations:\t${labelsText(metadata.annotations)}`);
      page.line(0, `Provisioner:\t${object.provisioner}`);
      page.line(0, `Parameters:\t${labelsText(object.parameters)}`);
      page.line(0, `AllowVolumeExpansion:\t${printBoolean(object.allowVolumeExpansion)}`);
      page.line(0, mountOptions.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
      for (const option of mountOptions) page.line(1, option);
      if (object.reclaimPolicy !== undefined) page.line(0, `ReclaimPolicy:\t${object.reclaimPolicy}`);
      if (object.volumeBindingMode !== undefined)
        page.line(0, `VolumeBindingMode:\t${object.volumeBindingMode}`);
      if (object.allowedTopologies !== undefined) describeTopologies(page, object.allowedTopologies);
      describeEvents(page, events, now);
    }),
});

function describeTopologies(page: Page, terms: NonNullable<StorageClass['allowedTopologies']>): void {
  page.write(0, 'AllowedTopologies:\t');
  page.end(terms.length === 0 ? '<none>' : '');
  for (const [i, { matchLabelExpressions = [] }] of terms.entries()) {
    page.write(1, `Term ${i}:\t`);
    if (matchLabelExpressions.length === 0) page.end('<none>');
    for (const [j, { key, values }] of matchLabelExpressions.entries()) {
      if (j > 0) page.write(1, '\t');
      page.line(0, `${key} in${values.length === 0 ? '' : ` [${values.join(', ')}]`}`);
    }
  }
}
