import type { Reader } from '../client/client.ts';
import { ConfigMap } from '../kinds/core/configmap/kind.ts';
import { Node } from '../kinds/core/node/kind.ts';
import type { Container, EnvVarSource, Pod, ResourceFieldSelector } from '../kinds/core/pod/types.ts';
import { Secret } from '../kinds/core/secret/kind.ts';
import { Service } from '../kinds/core/service/kind.ts';
import { milliValue, parseQuantity, type Quantity } from '../machinery/quantity.ts';
import { tagOf, variablesOf } from './images/image.ts';
import { imageOf } from './images/index.ts';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The variables a container is started with, later ones over earlier ones. */
export function environmentOf(pod: Pod, container: Container, reader: Reader): Record<string, string> {
  const { namespace = '' } = pod.metadata;
  const { image: name = '' } = container;
  const image = { PATH, HOSTNAME: hostnameOf(pod), ...variablesOf(imageOf(name), tagOf(name)) };
  const services = serviceVariables(pod, reader);
  const variables: Record<string, string> = { ...image };
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const values =
      configMapRef === undefined
        ? secretValues(secretRef?.name ?? '', namespace, reader)
        : configValues(configMapRef.name ?? '', namespace, reader);
    for (const [key, value] of Object.entries(values)) variables[prefix + key] = value;
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const own =
      valueFrom === undefined
        ? withReferences(value ?? '', { ...services, ...variables })
        : sourceValue(pod, container, valueFrom, reader);
    if (own !== undefined) variables[name] = own;
  }
  // As the kubelet and the runtime do: what is declared comes before what Services add, and HOME is last.
  return { ...variables, ...without(services, variables), HOME: variables['HOME'] ?? '/root' };
}

const without = (all: Readonly<Record<string, string>>, known: object): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !(name in known)));

/** `$(NAME)` becomes the variable's value where there is one; `$$` is a dollar sign. */
export function withReferences(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\$|\(([^()]*)\))/g, (all, name: string | undefined) => {
    if (name === undefined) return '$';
    return variables[name] ?? all;
  });
}

export const hostnameOf = ({ metadata, spec }: Pick<Pod, 'metadata' | 'spec'>): string =>
  spec.hostNetwork === true ? (spec.nodeName ?? '') : (spec.hostname ?? metadata.name).slice(0, 63);

function sourceValue(
  pod: Pod,
  container: Container,
  source: EnvVarSource,
  reader: Reader,
): string | undefined {
  const { namespace = '' } = pod.metadata;
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef !== undefined) return fieldValue(pod, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) return resourceValue(pod, container, resourceFieldRef, reader);
  if (configMapKeyRef !== undefined)
    return configValues(configMapKeyRef.name ?? '', namespace, reader)[configMapKeyRef.key];
  return secretKeyRef === undefined
    ? undefined
    : secretValues(secretKeyRef.name ?? '', namespace, reader)[secretKeyRef.key];
}

/** What `metadata.labels['app']`, `status.podIP` and their kin name. */
export function fieldValue({ metadata, spec, status }: Pod, path: string): string {
  const [, map, key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined) return (map === 'labels' ? metadata.labels : metadata.annotations)?.[key] ?? '';
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': mapText(metadata.labels),
    'metadata.annotations': mapText(metadata.annotations),
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName,
    'status.hostIP': status?.hostIP,
    'status.hostIPs': status?.hostIP,
    'status.podIP': status?.podIP,
    'status.podIPs': status?.podIP,
  };
  return values[path] ?? '';
}

/** A line for each key, as downward API files hold labels. */
const mapText = (map: Readonly<Record<string, string>> = {}): string =>
  Object.entries(map)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort()
    .join('\n');

/** `limits.cpu` in whole cores, `requests.memory` in bytes, unless the divisor says otherwise; rounded up. */
export function resourceValue(
  pod: Pod,
  own: Container,
  { containerName, resource, divisor }: ResourceFieldSelector,
  reader: Reader,
): string {
  const container = pod.spec.containers.find(({ name }) => name === containerName) ?? own;
  const [kind = '', ...rest] = resource.split('.');
  const name = rest.join('.');
  const amount =
    container.resources?.[kind as 'limits' | 'requests']?.[name] ?? wholeNode(pod, kind, name, reader);
  const unit = divisor === undefined || divisor === '0' ? '1' : divisor;
  return String(Math.ceil(milli(parseQuantity(amount)) / milli(parseQuantity(unit))));
}

const milli = (quantity: Quantity): number => Number(milliValue(quantity));

/** A container without a limit may use what its node has. */
function wholeNode({ spec }: Pod, kind: string, name: string, reader: Reader): string {
  const node = reader.find(Node, { namespace: '', name: spec.nodeName ?? '' });
  return kind === 'limits' ? (node?.status?.allocatable?.[name] ?? '0') : '0';
}

export function configValues(
  name: string,
  namespace: string,
  reader: Reader,
): Readonly<Record<string, string>> {
  return reader.find(ConfigMap, { namespace, name })?.data ?? {};
}

export function secretValues(
  name: string,
  namespace: string,
  reader: Reader,
): Readonly<Record<string, string>> {
  const data = reader.find(Secret, { namespace, name })?.data ?? {};
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}

/** The Services of the namespace that were there before the pod, as variables of old; `kubernetes` always. */
function serviceVariables({ metadata, spec }: Pod, reader: Reader): Record<string, string> {
  const variables: Record<string, string> = {};
  const own =
    spec.enableServiceLinks === false ? [] : reader.list(Service, { namespace: metadata.namespace ?? '' });
  const root = reader.find(Service, { namespace: 'default', name: 'kubernetes' });
  const earlier = own.filter(
    (service) => (service.metadata.creationTimestamp ?? '') <= (metadata.creationTimestamp ?? ''),
  );
  for (const service of root === undefined ? earlier : [root, ...earlier]) {
    const { clusterIP, ports = [] } = service.spec;
    const [first] = ports;
    if (clusterIP === undefined || clusterIP === 'None' || clusterIP === '' || first === undefined) continue;
    const name = service.metadata.name.toUpperCase().replaceAll('-', '_');
    variables[`${name}_SERVICE_HOST`] = clusterIP;
    variables[`${name}_SERVICE_PORT`] = String(first.port);
    for (const port of ports) {
      if (port.name)
        variables[`${name}_SERVICE_PORT_${port.name.toUpperCase().replaceAll('-', '_')}`] = String(port.port);
      const protocol = (port.protocol ?? 'TCP').toLowerCase();
      const base = `${name}_PORT_${port.port}_${protocol.toUpperCase()}`;
      variables[base] = `${protocol}://${clusterIP}:${port.port}`;
      variables[`${base}_ADDR`] = clusterIP;
      variables[`${base}_PORT`] = String(port.port);
      variables[`${base}_PROTO`] = protocol;
    }
    variables[`${name}_PORT`] = `${(first.protocol ?? 'TCP').toLowerCase()}://${clusterIP}:${first.port}`;
  }
  return variables;
}
