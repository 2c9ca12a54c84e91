import type { Toleration } from '../../kinds/core/pod/types.ts';
import { formatLabels } from '../../machinery/labels.ts';
import { controllerOf, type KubeObject } from '../../machinery/object-meta.ts';
import { orNone, type Page, sortedKeys } from './page.ts';

type StringMap = Readonly<Record<string, string>>;

/** kubectl apply's own note is never shown. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const LONGEST_ANNOTATION = 140;

/** `Labels:` and one `key=value` a line, by key. */
export function describeLabels(page: Page, title: string, labels: StringMap | undefined, indent = ''): void {
  page.write(0, `${indent}${title}:\t`);
  const keys = sortedKeys(labels);
  if (keys.length === 0) page.end('<none>');
  for (const [i, key] of keys.entries()) {
    if (i > 0) continueColumn(page, indent);
    page.line(0, `${key}=${labels?.[key]}`);
  }
}

/** Annotations; long values and those with line feeds start on a line of their own and are cut. */
export function describeAnnotations(page: Page, title: string, annotations: StringMap | undefined): void {
  page.write(0, `${title}:\t`);
  const keys = sortedKeys(annotations).filter((key) => key !== LAST_APPLIED);
  if (keys.length === 0) page.end('<none>');
  for (const [i, key] of keys.entries()) {
    if (i > 0) page.write(0, '\t');
    const value = (annotations?.[key] ?? '').replace(/\n$/, '');
    if (byteLength(value) + byteLength(key) + 2 <= LONGEST_ANNOTATION && !value.includes('\n')) {
      page.line(0, `${key}: ${value}`);
      continue;
    }
    page.line(0, `${key}:`);
    for (const line of value.split('\n')) page.line(0, `\t  ${shorten(line, LONGEST_ANNOTATION - 2)}`);
  }
}

/** Labels on one line; none is told. */
export const labelsText = (labels: StringMap | undefined): string => orNone(formatLabels(labels));

export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** Cut after that many bytes, as Go slices strings. */
export function shorten(text: string, longest: number): string {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= longest ? text : `${new TextDecoder().decode(bytes.subarray(0, longest))}...`;
}

/** Second and later lines of a column: the indentation and the tab are written apart, so both are indented. */
export function continueColumn(page: Page, indent = ''): void {
  page.write(0, indent);
  page.write(0, '\t');
}

export function describeTolerations(
  page: Page,
  title: string,
  tolerations: readonly Toleration[] | undefined,
): void {
  page.write(0, `${title}:\t`);
  if (tolerations === undefined || tolerations.length === 0) page.end('<none>');
  const sorted = (tolerations ?? []).toSorted((a, b) => compareBytes(a.key ?? '', b.key ?? ''));
  for (const [i, toleration] of sorted.entries()) {
    if (i > 0) continueColumn(page);
    page.line(0, tolerationText(toleration));
  }
}

function tolerationText({ key = '', value = '', effect, operator, tolerationSeconds }: Toleration): string {
  let text = key;
  if (value !== '') text += `=${value}`;
  if (effect !== undefined) text += `:${effect}`;
  if (operator === 'Exists' && value === '') text += text === '' ? 'op=Exists' : ' op=Exists';
  return tolerationSeconds === undefined ? text : `${text} for ${tolerationSeconds}s`;
}

export const compareBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `Controlled By:` when there is a controller. */
export function describeController(page: Page, object: KubeObject): void {
  const owner = controllerOf(object);
  if (owner !== undefined) page.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}

/** The conditions of workloads: type, status, reason. */
export function describeConditions(page: Page, conditions: readonly Condition[] | undefined): void {
  if (conditions === undefined || conditions.length === 0) return;
  page.write(0, 'Conditions:\n  Type\tStatus\tReason\n');
  page.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) page.line(1, `${type} \t${status}\t${reason}`);
}

/** Name, and namespace for what has one. */
export function describeIdentity(page: Page, object: KubeObject, scope: 'namespaced' | 'cluster'): void {
  page.line(0, `Name:\t${object.metadata.name}`);
  if (scope === 'namespaced') page.line(0, `Namespace:\t${object.metadata.namespace ?? ''}`);
}

export function describeMarks(page: Page, object: KubeObject): void {
  describeLabels(page, 'Labels', object.metadata.labels);
  describeAnnotations(page, 'Annotations', object.metadata.annotations);
}
