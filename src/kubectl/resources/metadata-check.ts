import { instantOf } from '../../machinery/instant.ts';
import { compareText, type Fields, isFields } from '../../machinery/json.ts';
import { compactJson } from '../output/json.ts';

// What kubectl itself insists on before it sends a manifest: an object with a kind, and metadata of the right types.

/** `error validating data: ...` for what is no object with apiVersion and kind; undefined when it is. */
export function shapeFault(value: unknown): string | undefined {
  if (!isFields(value)) return 'invalid object to validate';
  const faults = [wordFault(value, 'apiVersion'), wordFault(value, 'kind')].filter(
    (fault) => fault !== undefined,
  );
  return faults.length > 1 ? `[${faults.join(', ')}]` : faults[0];
}

function wordFault(value: Fields, field: string): string | undefined {
  if (value[field] === undefined || value[field] === null) return `${field} not set`;
  const word = value[field];
  if (typeof word !== 'string') return `${field} isn't string type`;
  return field === 'apiVersion' && word.split('/').length > 2
    ? `unexpected GroupVersion string: ${word}`
    : undefined;
}

/** What decoding into an object with metadata complains of, in encoding/json's words; undefined when all is well. */
export function decodeFault(value: unknown): string | undefined {
  if (!isFields(value))
    return `json: cannot unmarshal ${jsonType(value)} into Go value of type unstructured.detector`;
  const { kind, apiVersion } = value;
  const tooDeep = typeof apiVersion === 'string' && apiVersion.split('/').length > 2;
  if (typeof kind !== 'string' || kind === '' || tooDeep)
    return `Object 'Kind' is missing in '${compactJson(value)}'`;
  if (apiVersion !== undefined && apiVersion !== null && typeof apiVersion !== 'string') {
    return mismatch(apiVersion, 'metadataOnlyObject.apiVersion', 'string');
  }
  return metadataFault(value['metadata']);
}

type Check = (value: unknown, place: string) => string | undefined;

function metadataFault(metadata: unknown): string | undefined {
  if (metadata === undefined || metadata === null) return undefined;
  if (!isFields(metadata)) return mismatch(metadata, 'metadataOnlyObject.metadata', 'v1.ObjectMeta');
  return fieldsFault(metadata, META_CHECKS, 'ObjectMeta.metadata');
}

function fieldsFault(
  value: Fields,
  checks: Readonly<Record<string, Check>>,
  place: string,
): string | undefined {
  for (const name of Object.keys(value).sort(compareText)) {
    const fault = value[name] === null ? undefined : checks[name]?.(value[name], `${place}.${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const text: Check = (value, place) =>
  typeof value === 'string' ? undefined : mismatch(value, place, 'string');
const truth: Check = (value, place) =>
  typeof value === 'boolean' ? undefined : mismatch(value, place, 'bool');

const whole: Check = (value, place) => {
  if (typeof value !== 'number') return mismatch(value, place, 'int64');
  if (Number.isInteger(value)) return undefined;
  return `json: cannot unmarshal number ${value} into Go struct field ${place} of type int64`;
};

const time: Check = (value, place) => {
  if (typeof value !== 'string') return mismatch(value, place, 'string');
  if (!Number.isNaN(instantOf(value)) && /^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  return `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`;
};

const texts: Check = (value, place) => {
  if (!isFields(value)) return mismatch(value, place, 'map[string]string');
  const wrong = Object.keys(value)
    .sort(compareText)
    .find((key) => value[key] !== null && typeof value[key] !== 'string');
  return wrong === undefined ? undefined : mismatch(value[wrong], place, 'string');
};

const listOf =
  (type: string, item: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) return mismatch(value, place, `[]${type}`);
    for (const one of value) {
      const fault = one === null ? undefined : item(one, place);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

const owner: Check = (value, place) => {
  if (!isFields(value)) return mismatch(value, place, 'v1.OwnerReference');
  return fieldsFault(
    value,
    { apiVersion: text, kind: text, name: text, uid: text, controller: truth, blockOwnerDeletion: truth },
    place.replace('ObjectMeta', 'OwnerReference'),
  );
};

const META_CHECKS: Readonly<Record<string, Check>> = {
  name: text,
  generateName: text,
  namespace: text,
  selfLink: text,
  uid: text,
  resourceVersion: text,
  generation: whole,
  creationTimestamp: time,
  deletionTimestamp: time,
  deletionGracePeriodSeconds: whole,
  labels: texts,
  annotations: texts,
  finalizers: listOf('string', text),
  ownerReferences: listOf('v1.OwnerReference', owner),
};

const mismatch = (value: unknown, place: string, type: string): string =>
  `json: cannot unmarshal ${jsonType(value)} into Go struct field ${place} of type ${type}`;

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
