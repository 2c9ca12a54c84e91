import { claimSpecWarnings } from '../../core/persistentvolumeclaim/warnings.ts';
import type { Volume, VolumeProjection } from '../../core/pod/types.ts';

/** Volume plugins that do nothing any more, with upstream's name of the field. */
const GONE: readonly (readonly [source: keyof Volume, field: string, text: string])[] = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
];
const GONE_LATER: typeof GONE = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** What is said of a pod's volumes: plugins that are gone, and files that hide each other. */
export function volumeWarnings(volumes: readonly Volume[], field: string): readonly string[] {
  if (volumes.length === 0) return [];
  return [
    ...volumes.flatMap((volume, i) => pluginWarnings(volume, `${field}[${i}]`)),
    ...volumes.flatMap(overlapWarnings),
  ];
}

function pluginWarnings(volume: Volume, field: string): readonly string[] {
  const gone = (list: typeof GONE): readonly string[] =>
    list
      .filter(([source]) => volume[source] !== undefined)
      .map(([, name, text]) => `${field}.${name}: ${text}`);
  const claim = volume.ephemeral?.volumeClaimTemplate;
  return [
    ...gone(GONE),
    ...(claim === undefined
      ? []
      : claimSpecWarnings(claim.spec, `${field}.ephemeral.volumeClaimTemplate.spec`)),
    ...gone(GONE_LATER),
  ];
}

interface Place {
  readonly path: string;
  readonly source: string;
}

/** warningsForOverlappingVirtualPaths. */
function overlapWarnings({ name, configMap, secret, downwardAPI, projected }: Volume): readonly string[] {
  const told = (what: string, items: readonly { readonly path: string }[] = []): readonly string[] =>
    overlaps(items.map(({ path }) => ({ path, source: '' }))).map(
      (text) => `volume ${JSON.stringify(name)} (${what}): overlapping paths: ${text}`,
    );
  return [
    ...told(`ConfigMap ${JSON.stringify(configMap?.name ?? '')}`, configMap?.items),
    ...told(`Secret ${JSON.stringify(secret?.secretName ?? '')}`, secret?.items),
    ...told('DownwardAPI', downwardAPI?.items),
    ...projectedWarnings(name, projected?.sources ?? []),
  ];
}

function projectedWarnings(name: string, sources: readonly VolumeProjection[]): readonly string[] {
  const shown = JSON.stringify(name);
  const empty = sources.filter((source) => Object.keys(source).length === 0);
  return [
    ...empty.map(() => `volume ${shown} (Projected) has no sources provided`),
    ...overlaps(sources.flatMap(placesOf)).map(
      (text) => `volume ${shown} (Projected): overlapping paths: ${text}`,
    ),
  ];
}

function placesOf({
  configMap,
  secret,
  downwardAPI,
  serviceAccountToken,
}: VolumeProjection): readonly Place[] {
  const places = (source: string, items: readonly { readonly path: string }[]): readonly Place[] =>
    items.map(({ path }) => ({ path, source }));
  if (configMap?.items) return places(`ConfigMap ${JSON.stringify(configMap.name ?? '')}`, configMap.items);
  if (secret?.items) return places(`Secret ${JSON.stringify(secret.name ?? '')}`, secret.items);
  if (downwardAPI?.items) return places('DownwardAPI', downwardAPI.items);
  return serviceAccountToken === undefined ? [] : places('ServiceAccountToken', [serviceAccountToken]);
}

function overlaps(places: readonly Place[]): readonly string[] {
  const trimmed = places.map(({ path, source }) => ({ path: path.replace(/\/+$/, ''), source }));
  return trimmed.flatMap((place, i) =>
    trimmed
      .slice(0, i)
      .filter((other) => collide(place.path, other.path))
      .map((other) => `${showPlace(place)} with ${showPlace(other)}`),
  );
}

const collide = (a: string, b: string): boolean =>
  a !== '' && b !== '' && (`${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`));

const showPlace = ({ path, source }: Place): string =>
  source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
