import type { PersistentVolumeClaim } from '../../../kinds/core/persistentvolumeclaim/types.ts';
import type { Instant } from '../../../machinery/instant.ts';
import type { ObjectMeta } from '../../../machinery/object-meta.ts';
import { describeAnnotations, describeLabels } from '../common.ts';
import { goList, type Page, since } from '../page.ts';
import { amountText } from '../resources.ts';

/** The class before it was a field. */
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

interface Claimed {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> | undefined } | undefined;
  readonly spec: { readonly storageClassName?: string | undefined };
}

export const claimClass = ({ metadata, spec }: Claimed): string =>
  metadata?.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';

/** RWO, ROX, RWX, RWOP: always in this order. */
export function accessModesText(modes: readonly string[] | undefined): string {
  return ACCESS_MODES.filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

const ACCESS_MODES = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
] as const;

export function describeClaim(page: Page, claim: PersistentVolumeClaim, now: Instant): void {
  const { metadata, spec, status } = claim;
  page.line(0, `Name:\t${metadata.name}`);
  page.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  page.line(0, `StorageClass:\t${claimClass(claim)}`);
  const terminating = metadata.deletionTimestamp !== undefined;
  page.line(
    0,
    terminating
      ? `Status:\tTerminating (lasts ${since(metadata.deletionTimestamp, now)})`
      : `Status:\t${status?.phase ?? ''}`,
  );
  page.line(0, `Volume:\t${spec.volumeName ?? ''}`);
  describeLabels(page, 'Labels', metadata.labels);
  describeAnnotations(page, 'Annotations', metadata.annotations);
  page.line(0, `Finalizers:\t${goList(metadata.finalizers)}`);
  describeSize(page, claim);
}

/** A claim inside a pod: it has no name, no state. */
export function describeClaimTemplate(
  page: Page,
  template: {
    readonly metadata?: Partial<ObjectMeta> | undefined;
    readonly spec: PersistentVolumeClaim['spec'];
  },
): void {
  page.line(0, `StorageClass:\t${claimClass(template)}`);
  page.line(0, `Volume:\t${template.spec.volumeName ?? ''}`);
  describeLabels(page, 'Labels', template.metadata?.labels);
  describeAnnotations(page, 'Annotations', template.metadata?.annotations);
  describeSize(page, { spec: template.spec });
}

function describeSize(page: Page, { spec, status }: Pick<PersistentVolumeClaim, 'spec' | 'status'>): void {
  const bound = (spec.volumeName ?? '') !== '';
  page.line(0, `Capacity:\t${bound ? amountText(status?.capacity?.['storage']) : ''}`);
  page.line(0, `Access Modes:\t${bound ? accessModesText(status?.accessModes) : ''}`);
  if (spec.volumeMode !== undefined) page.line(0, `VolumeMode:\t${spec.volumeMode}`);
  if (spec.dataSource === undefined) return;
  const { apiGroup, kind, name } = spec.dataSource;
  page.line(0, 'DataSource:');
  if (apiGroup !== undefined) page.line(1, `APIGroup:\t${apiGroup}`);
  page.line(1, `Kind:\t${kind}`);
  page.line(1, `Name:\t${name}`);
}
