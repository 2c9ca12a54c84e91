import { type FieldError, forbidden, invalid, required } from '../../../machinery/field-path.ts';
import type { DownwardApiVolumeFile, ProjectedVolumeSource, VolumeProjection } from '../../core/pod/types.ts';
import { validateFieldRef, validateResourceRef } from '../containers/env-validation.ts';
import { type Faults, fileMode, inEach, NONE, requiredText, together, where } from '../rules.ts';
import { validateKeyToPath } from './key-to-path.ts';
import { nonReserved } from './paths.ts';

/** Fields of the pod that a file may hold. */
const FILE_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
const TOKEN_LEAST_SECONDS = 600;
const TOKEN_MOST_SECONDS = 2 ** 32;

/** validateDownwardAPIVolumeFile. */
export function validateDownwardFile(file: DownwardApiVolumeFile, field: string): Faults {
  const { path = '', fieldRef, resourceFieldRef, mode } = file;
  const both = fieldRef !== undefined && resourceFieldRef !== undefined;
  return together(
    requiredText(path, `${field}.path`),
    nonReserved(path, `${field}.path`),
    where(fieldRef, (ref) => validateFieldRef(ref, FILE_FIELDS, `${field}.fieldRef`)),
    both
      ? [invalid(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]
      : NONE,
    fieldRef === undefined
      ? where(resourceFieldRef, (ref) => validateResourceRef(ref, `${field}.resourceFieldRef`, 'volume'))
      : NONE,
    fieldRef === undefined && resourceFieldRef === undefined
      ? [required(field, 'one of fieldRef and resourceFieldRef is required')]
      : NONE,
    fileMode(mode, `${field}.mode`),
  );
}

/** validateProjectedVolumeSource: several sources in one folder, no path twice. */
export function validateProjected({ sources, defaultMode }: ProjectedVolumeSource, field: string): Faults {
  const paths = new Set<string>();
  return together(
    fileMode(defaultMode, `${field}.defaultMode`),
    inEach(sources, `${field}.sources`, (source, path) => validateSource(source, path, field, paths)),
  );
}

function validateSource(source: VolumeProjection, path: string, field: string, paths: Set<string>): Faults {
  const count = Object.values(source).filter((part) => part !== undefined).length;
  return together(
    where(source.secret, (part) => validateKeys(part, `${path}.secret`, field, paths)),
    where(source.configMap, (part) => validateKeys(part, `${path}.configMap`, field, paths)),
    where(source.downwardAPI, ({ items = [] }) =>
      together(
        ...items.map((file) =>
          together(
            validateDownwardFile(file, `${path}.downwardAPI`),
            unique(file.path ?? '', file.path ?? '', field, paths),
          ),
        ),
      ),
    ),
    where(source.serviceAccountToken, (token) => validateToken(token, `${path}.serviceAccountToken`, field)),
    count > 1 ? [forbidden(path, 'may not specify more than 1 volume type per source')] : NONE,
  );
}

function validateKeys(
  { name = '', items = [] }: NonNullable<VolumeProjection['secret']>,
  path: string,
  field: string,
  paths: Set<string>,
): Faults {
  return together(
    requiredText(name, `${path}.name`),
    ...items.map((item, i) =>
      together(validateKeyToPath(item, `${path}.items[${i}]`), unique(item.path ?? '', name, field, paths)),
    ),
  );
}

function unique(path: string, shown: string, field: string, paths: Set<string>): Faults {
  if (path === '') return NONE;
  const faults: readonly FieldError[] = paths.has(path)
    ? [invalid(field, shown, 'conflicting duplicate paths')]
    : NONE;
  paths.add(path);
  return faults;
}

/** Upstream tells a token's path as if it were the volume's. */
function validateToken(
  { expirationSeconds = 0, path = '' }: NonNullable<VolumeProjection['serviceAccountToken']>,
  field: string,
  volume: string,
): Faults {
  const seconds = (detail: string): Faults => [
    invalid(`${field}.expirationSeconds`, expirationSeconds, detail),
  ];
  return together(
    expirationSeconds < TOKEN_LEAST_SECONDS
      ? seconds('may not specify a duration less than 10 minutes')
      : NONE,
    expirationSeconds > TOKEN_MOST_SECONDS
      ? seconds('may not specify a duration larger than 2^32 seconds')
      : NONE,
    path === '' ? [required(`${volume}.path`)] : nonReserved(path, `${volume}.path`),
  );
}
