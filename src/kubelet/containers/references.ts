import type { Reader } from '../../client/client.ts';
import { ConfigMap } from '../../kinds/core/configmap/kind.ts';
import type { Container, KeyToPath, Pod, Volume } from '../../kinds/core/pod/types.ts';
import { Secret } from '../../kinds/core/secret/kind.ts';

/** Present in every namespace within moments: a pod that is faster does not fail for it. */
const ROOT_CERTIFICATES = ['kube-root-ca.crt', 'openshift-service-ca.crt'];

/** Why the container's environment cannot be made, in the kubelet's words; undefined when it can (K-31). */
export function environmentError(
  { env, envFrom }: Container,
  namespace: string,
  reader: Reader,
): string | undefined {
  for (const { configMapRef, secretRef } of envFrom ?? []) {
    const error =
      missingObject('configmap', configMapRef?.name, configMapRef?.optional, namespace, reader) ??
      missingObject('secret', secretRef?.name, secretRef?.optional, namespace, reader);
    if (error !== undefined) return error;
  }
  for (const { valueFrom } of env ?? []) {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    const error =
      missingKey('configmap', configMapKeyRef, namespace, reader) ??
      missingKey('secret', secretKeyRef, namespace, reader);
    if (error !== undefined) return error;
  }
  return undefined;
}

type Source = 'configmap' | 'secret';

/** Why a ConfigMap or Secret cannot be laid out as files: `configmap "x" not found` (K-80). */
export function volumeFault(
  { configMap, secret, projected }: Volume,
  namespace: string,
  reader: Reader,
): string | undefined {
  if (configMap !== undefined) return sourceError('configmap', { ...configMap }, namespace, reader);
  if (secret !== undefined) {
    const { secretName, ...rest } = secret;
    return sourceError(
      'secret',
      { ...rest, ...(secretName === undefined ? {} : { name: secretName }) },
      namespace,
      reader,
    );
  }
  for (const source of projected?.sources ?? []) {
    const error =
      (source.configMap === undefined
        ? undefined
        : sourceError('configmap', source.configMap, namespace, reader)) ??
      (source.secret === undefined ? undefined : sourceError('secret', source.secret, namespace, reader));
    if (error !== undefined) return error;
  }
  return undefined;
}

interface VolumeReference {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

function sourceError(
  source: Source,
  { name = '', items, optional }: VolumeReference,
  namespace: string,
  reader: Reader,
): string | undefined {
  if (ROOT_CERTIFICATES.includes(name)) return undefined;
  const missing = missingObject(source, name, optional, namespace, reader);
  if (missing !== undefined || items === undefined || optional === true) return missing;
  const keys = keysOf(source, name, namespace, reader);
  const absent = items.find(({ key }) => keys?.has(key) === false);
  if (absent === undefined) return undefined;
  return source === 'configmap'
    ? `configmap references non-existent config key: ${absent.key}`
    : `references non-existent secret key: ${absent.key}`;
}

function missingObject(
  source: Source,
  name: string | undefined,
  optional: boolean | undefined,
  namespace: string,
  reader: Reader,
): string | undefined {
  if (name === undefined || optional === true) return undefined;
  return keysOf(source, name, namespace, reader) === undefined ? `${source} "${name}" not found` : undefined;
}

function missingKey(
  source: Source,
  reference: { readonly name?: string; readonly key: string; readonly optional?: boolean } | undefined,
  namespace: string,
  reader: Reader,
): string | undefined {
  if (reference === undefined || reference.optional === true) return undefined;
  const { name = '', key } = reference;
  const keys = keysOf(source, name, namespace, reader);
  if (keys === undefined) return `${source} "${name}" not found`;
  const kind = source === 'configmap' ? 'ConfigMap' : 'Secret';
  return keys.has(key) ? undefined : `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
}

/** The object's keys; undefined where there is no such object. */
function keysOf(
  source: Source,
  name: string,
  namespace: string,
  reader: Reader,
): ReadonlySet<string> | undefined {
  if (source === 'secret') {
    const secret = reader.find(Secret, { namespace, name });
    return secret === undefined ? undefined : new Set(Object.keys(secret.data ?? {}));
  }
  const configMap = reader.find(ConfigMap, { namespace, name });
  if (configMap === undefined) return undefined;
  return new Set([...Object.keys(configMap.data ?? {}), ...Object.keys(configMap.binaryData ?? {})]);
}

/** Whether the pod names the ConfigMap or Secret anywhere. */
export function refersTo({ spec }: Pod, source: Source, name: string): boolean {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const inEnvironment = containers.some(
    ({ env, envFrom }) =>
      (envFrom ?? []).some(
        (each) => (source === 'secret' ? each.secretRef : each.configMapRef)?.name === name,
      ) ||
      (env ?? []).some(({ valueFrom }) => {
        const reference = source === 'secret' ? valueFrom?.secretKeyRef : valueFrom?.configMapKeyRef;
        return reference?.name === name;
      }),
  );
  if (inEnvironment) return true;
  return (spec.volumes ?? []).some(({ configMap, secret, projected }) => {
    const own = source === 'secret' ? secret?.secretName : configMap?.name;
    const parts = (projected?.sources ?? []).map(
      (each) => (source === 'secret' ? each.secret : each.configMap)?.name,
    );
    return own === name || parts.includes(name);
  });
}
