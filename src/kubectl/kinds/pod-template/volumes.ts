import type { ProjectedVolumeSource, Volume } from '../../../kinds/core/pod/types.ts';
import { isFields } from '../../../machinery/json.ts';
import type { Page } from '../page.ts';
import { describeClaimTemplate } from '../persistentvolumeclaim/claim.ts';
import { describeSource, sourceIn } from './volume-sources.ts';

/** `Volumes:` and where each comes from. */
export function describeVolumes(page: Page, volumes: readonly Volume[] | undefined, indent: string): void {
  if (volumes === undefined || volumes.length === 0) {
    page.line(0, `${indent}Volumes:\t<none>`);
    return;
  }
  page.line(0, `${indent}Volumes:`);
  for (const volume of volumes) {
    page.line(1, `${indent === '' ? '' : ' '}${volume.name}:`);
    describeVolume(page, volume);
  }
}

function describeVolume(page: Page, volume: Volume): void {
  const { downwardAPI, projected, ephemeral } = volume;
  if (downwardAPI !== undefined) {
    describeDownwardApi(page, downwardAPI);
    return;
  }
  if (projected !== undefined) {
    describeProjected(page, projected);
    return;
  }
  if (ephemeral !== undefined) {
    page.line(
      2,
      'Type:\tEphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
    );
    if (ephemeral.volumeClaimTemplate !== undefined)
      describeClaimTemplate(page.nested(2), ephemeral.volumeClaimTemplate);
    return;
  }
  const found = sourceIn({ ...volume }, 'pod');
  if (found === undefined) {
    page.line(1, '<unknown>');
    return;
  }
  describeSource(page, found);
}

interface DownwardApiSource {
  readonly items?: readonly {
    readonly path: string;
    readonly fieldRef?: { readonly fieldPath: string };
    readonly resourceFieldRef?: { readonly resource: string };
  }[];
}

function describeDownwardApi(page: Page, { items = [] }: DownwardApiSource): void {
  page.write(2, 'Type:\tDownwardAPI (a volume populated by information about the pod)\n    Items:\n');
  for (const { path, fieldRef, resourceFieldRef } of items) {
    if (fieldRef !== undefined) page.line(3, `${fieldRef.fieldPath} -> ${path}`);
    if (resourceFieldRef !== undefined) page.line(3, `${resourceFieldRef.resource} -> ${path}`);
  }
}

function describeProjected(page: Page, { sources = [] }: ProjectedVolumeSource): void {
  page.line(2, 'Type:\tProjected (a volume that contains injected data from multiple sources)');
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources) {
    if (secret !== undefined) describeNamed(page, 'SecretName', secret);
    else if (downwardAPI !== undefined) page.line(2, 'DownwardAPI:\ttrue');
    else if (configMap !== undefined) describeNamed(page, 'ConfigMapName', configMap);
    else if (isFields(serviceAccountToken)) {
      page.line(2, `TokenExpirationSeconds:\t${serviceAccountToken['expirationSeconds']}`);
    }
  }
}

function describeNamed(
  page: Page,
  title: string,
  ref: { readonly name?: string; readonly optional?: boolean },
): void {
  page.line(2, `${title}:\t${ref.name ?? ''}`);
  page.line(2, `Optional:\t${ref.optional ?? false}`);
}
