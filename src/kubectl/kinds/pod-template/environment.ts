import type { Container, EnvVar, Pod, ResourceFieldSelector } from '../../../kinds/core/pod/types.ts';
import { milliValue, parseQuantity, value } from '../../../machinery/quantity.ts';
import { goQuote } from '../../output/go-format.ts';
import { type Page, sortedKeys } from '../page.ts';

/** Whole ConfigMaps and Secrets taken into the environment. */
export function describeEnvironmentSources(page: Page, container: Container): void {
  const sources = container.envFrom ?? [];
  if (sources.length === 0) return;
  page.line(2, 'Environment Variables from:');
  for (const { configMapRef, secretRef, prefix = '' } of sources) {
    const ref = configMapRef ?? secretRef;
    const kind = configMapRef !== undefined ? 'ConfigMap' : secretRef !== undefined ? 'Secret' : '';
    const prefixed = prefix === '' ? '' : ` with prefix '${prefix}'`;
    page.line(3, `${ref?.name ?? ''}\t${kind}${prefixed}\tOptional: ${ref?.optional ?? false}`);
  }
}

/** Single variables. Field references are resolved where the pod is known, not in a template. */
export function describeEnvironment(page: Page, container: Container, pod: Pod | undefined): void {
  const variables = container.env ?? [];
  page.line(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}`);
  for (const variable of variables) describeVariable(page, variable, container, pod);
}

function describeVariable(page: Page, variable: EnvVar, container: Container, pod: Pod | undefined): void {
  const { name, valueFrom } = variable;
  if (valueFrom === undefined) {
    for (const [i, line] of (variable.value ?? '').split('\n').entries()) {
      page.line(3, i === 0 ? `${name}:\t${line}` : `\t${line}`);
    }
    return;
  }
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined) {
    const resolved = pod === undefined ? '' : fieldText(pod, fieldRef.fieldPath);
    page.line(3, `${name}:\t${resolved} (${fieldRef.apiVersion ?? ''}:${fieldRef.fieldPath})`);
  } else if (resourceFieldRef !== undefined) {
    page.line(3, `${name}:\t${resourceText(resourceFieldRef, container)} (${resourceFieldRef.resource})`);
  } else if (secretKeyRef !== undefined) {
    const source = `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>`;
    page.line(3, `${name}:\t${source}\tOptional: ${secretKeyRef.optional ?? false}`);
  } else if (configMapKeyRef !== undefined) {
    const source = `<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>`;
    page.line(3, `${name}:\t${source}\tOptional: ${configMapKeyRef.optional ?? false}`);
  }
}

/** Only metadata can be resolved by the client; everything else shows as nothing. */
function fieldText(pod: Pod, path: string): string {
  const { metadata } = pod;
  const [, map, key] = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path) ?? [];
  if (map !== undefined && key !== undefined) return metadata[map as 'annotations' | 'labels']?.[key] ?? '';
  switch (path) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return mapText(metadata.labels);
    case 'metadata.annotations':
      return mapText(metadata.annotations);
    default:
      return '';
  }
}

function mapText(map: Readonly<Record<string, string>> | undefined): string {
  return sortedKeys(map)
    .map((key) => `${key}=${goQuote(map?.[key] ?? '')}`)
    .join('\n');
}

const FIXED_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);

function resourceText({ resource, divisor }: ResourceFieldSelector, container: Container): string {
  const [, list, name = ''] = /^(limits|requests)\.(.+)$/.exec(resource) ?? [];
  if (list === undefined || !(FIXED_RESOURCES.has(name) || name.startsWith('hugepages-'))) return '';
  const amount = parseQuantity(container.resources?.[list as 'limits' | 'requests']?.[name] ?? '0');
  const unit = parseQuantity(divisor === undefined || divisor === '0' ? '1' : divisor);
  const count = Math.ceil(
    name === 'cpu' ? milliValue(amount) / milliValue(unit) : value(amount) / value(unit),
  );
  const allocatable = count === 0 && (resource === 'limits.cpu' || resource === 'limits.memory');
  return allocatable ? 'node allocatable' : String(count);
}
