import { isFields } from '../../../machinery/json.ts';
import { qualifiedName } from '../../../machinery/names.ts';
import { milliValue, parseQuantity, value as wholeValue } from '../../../machinery/quantity.ts';
import { fetchObject } from '../../api.ts';
import type { Context } from '../../command.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import type { Container } from './changing.ts';
import type { Source } from './env-arguments.ts';

/** What a variable comes from: `configmap settings, key a`. */
export function sourceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: Source): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef === undefined) return 'invalid valueFrom';
  const { containerName = '', resource } = resourceFieldRef;
  return `resource field ${containerName === '' ? '' : `${containerName}/`}${resource}`;
}

/** The value a source has now; throws where there is none. */
export async function sourceValue(
  source: Source,
  object: AnyObject,
  container: Container,
  context: Context,
): Promise<string> {
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source;
  if (secretKeyRef !== undefined) {
    const { name, key } = secretKeyRef;
    const text = await dataOf(context, 'secrets', name, key);
    if (text === undefined) throw new Error(`key ${key} not found in secret ${name}`);
    return Buffer.from(text, 'base64').toString();
  }
  if (configMapKeyRef !== undefined) {
    const { name, key } = configMapKeyRef;
    const text = await dataOf(context, 'configmaps', name, key);
    if (text === undefined) throw new Error(`key ${key} not found in config map ${name}`);
    return text;
  }
  if (fieldRef !== undefined) return fieldValue(object, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) return resourceValue(container, resourceFieldRef);
  throw new Error('invalid valueFrom');
}

async function dataOf(
  context: Context,
  plural: string,
  name: string,
  key: string,
): Promise<string | undefined> {
  const namespace = encodeURIComponent(context.config.namespace);
  const path = `/api/v1/namespaces/${namespace}/${plural}/${encodeURIComponent(name)}`;
  const found = valueAt(await fetchObject<AnyObject>(context, 'GET', path), 'data', key);
  return found === undefined ? undefined : String(found);
}

function fieldValue(object: AnyObject, path: string): string {
  const subscripted = /^(.+?)\['(.*)'\]$/s.exec(path);
  if (subscripted !== null) return subscriptValue(object, path, subscripted[1] ?? '', subscripted[2] ?? '');
  const { metadata } = object;
  switch (path) {
    case 'metadata.annotations':
      return mapText(metadata.annotations);
    case 'metadata.labels':
      return mapText(metadata.labels);
    case 'metadata.name':
      return metadata.name ?? '';
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid ?? '';
    default:
      throw new Error(`unsupported fieldPath: ${path}`);
  }
}

function subscriptValue({ metadata }: AnyObject, whole: string, path: string, key: string): string {
  const maps = { 'metadata.annotations': metadata.annotations, 'metadata.labels': metadata.labels };
  if (path !== 'metadata.annotations' && path !== 'metadata.labels') {
    throw new Error(`fieldPath ${JSON.stringify(whole)} does not support subscript`);
  }
  const faults = qualifiedName(path === 'metadata.annotations' ? key.toLowerCase() : key);
  if (faults.length > 0) throw new Error(`invalid key subscript in ${whole}: ${faults.join(';')}`);
  return maps[path]?.[key] ?? '';
}

const mapText = (map: Readonly<Record<string, string>> | undefined): string =>
  Object.entries(map ?? {})
    .map(([key, text]) => `${key}=${JSON.stringify(text)}`)
    .toSorted()
    .join('\n');

const AMOUNTS = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.*)$/;

function resourceValue(
  container: Container,
  { resource, divisor = '0' }: NonNullable<Source['resourceFieldRef']>,
): string {
  const [, list = '', name = ''] = AMOUNTS.exec(resource) ?? [];
  if (list === '') throw new Error(`Unsupported container resource : ${resource}`);
  const amounts = valueAt(container, 'resources', list);
  const amount = parseQuantity(String((isFields(amounts) ? amounts[name] : undefined) ?? '0'));
  const unit = parseQuantity(wholeValue(parseQuantity(divisor)) === 0 ? '1' : divisor);
  const measure = name === 'cpu' ? milliValue : wholeValue;
  return String(Math.ceil(measure(amount) / measure(unit)));
}
