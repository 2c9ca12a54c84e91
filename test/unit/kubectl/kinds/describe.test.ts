import { readFileSync } from 'node:fs';
import { CORE_SCHEMA, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../../src/kinds/core/event/types.ts';
import { type RelatedQuery, relatedFrom } from '../../../../src/kubectl/kinds/describer.ts';
import { describerFor } from '../../../../src/kubectl/kinds/index.ts';
import { instantOf } from '../../../../src/machinery/instant.ts';
import type { KubeObject } from '../../../../src/machinery/object-meta.ts';

const FOLDER = new URL('../../../golden/describe/', import.meta.url);

type Loaded = KubeObject & {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly phase?: string };
};

function items(plural: string): readonly Loaded[] {
  const text = readFileSync(new URL(`${plural}.yaml`, FOLDER), 'utf8');
  const loaded = load(text, { schema: CORE_SCHEMA }) as Loaded | { readonly items: readonly Loaded[] };
  return 'items' in loaded ? loaded.items : [loaded];
}

function answer(query: RelatedQuery): readonly KubeObject[] | KubeObject | Error {
  const path = /^\/(?:api|apis\/([^/]+))\/[^/]+(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/;
  const [, group, namespace, plural = '', name] = path.exec(query.path) ?? [];
  if (plural === 'leases') return new Error(`leases.coordination.k8s.io "${name}" not found`);
  const found = items(plural).filter(
    (one) => namespace === undefined || one.metadata.namespace === namespace,
  );
  if (query.type === 'object') {
    const word = group === undefined ? plural : `${plural}.${group}`;
    return found.find((one) => one.metadata.name === name) ?? new Error(`${word} "${name}" not found`);
  }
  const wanted = (query.query?.['labelSelector'] ?? '').split(',').filter((term) => term !== '');
  return found.filter(({ metadata }) =>
    wanted.every((term) => metadata.labels?.[term.split('=')[0] ?? ''] === term.split('=')[1]),
  );
}

function describeAll(plural: string, now: string): string {
  const events = items('events') as readonly KubeObject[] as readonly Event[];
  const texts = items(plural).map((object) => {
    const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
    const describer = describerFor(object.kind, group);
    const queries = Object.entries(describer.related?.(object) ?? {});
    const related = relatedFrom(Object.fromEntries(queries.map(([key, query]) => [key, answer(query)])));
    const own = events.filter(({ involvedObject }) => involvedObject.uid === object.metadata.uid);
    return describer.describe({
      object,
      related,
      events: describer.events === 'none' ? undefined : own,
      now: instantOf(now),
    });
  });
  return texts.join('\n\n');
}

const golden = (plural: string): string => readFileSync(new URL(`${plural}.txt`, FOLDER), 'utf8');

describe('describe prints what kubectl 1.33 prints', () => {
  test.each([
    ['apiservices', '2026-11-20T23:27:00Z'],
    ['clusterrolebindings', '2026-11-20T23:27:00Z'],
    ['clusterroles', '2026-11-20T23:27:00Z'],
    ['componentstatuses', '2026-11-20T23:27:00Z'],
    ['controllerrevisions', '2026-11-20T23:27:00Z'],
    ['cronjobs', '2026-11-20T23:27:09Z'],
    ['customresourcedefinitions', '2026-11-20T23:27:00Z'],
    ['daemonsets', '2026-11-20T23:27:09Z'],
    ['deployments', '2026-11-20T23:27:08Z'],
    ['endpoints', '2026-11-20T23:27:10Z'],
    ['endpointslices', '2026-11-20T23:27:00Z'],
    ['events', '2026-11-20T23:27:00Z'],
    ['horizontalpodautoscalers', '2026-11-20T23:27:11Z'],
    ['ingressclasses', '2026-11-20T23:27:00Z'],
    ['ingresses', '2026-11-20T23:27:00Z'],
    ['jobs', '2026-11-20T23:27:09Z'],
    ['limitranges', '2026-11-20T23:27:00Z'],
    ['namespaces', '2026-11-20T23:27:00Z'],
    ['networkpolicies', '2026-11-20T23:27:00Z'],
    ['persistentvolumeclaims', '2026-11-20T23:27:11Z'],
    ['persistentvolumes', '2026-11-20T23:27:00Z'],
    ['poddisruptionbudgets', '2026-11-20T23:27:00Z'],
    ['priorityclasses', '2026-11-20T23:27:00Z'],
    ['replicasets', '2026-11-20T23:27:08Z'],
    ['replicationcontrollers', '2026-11-20T23:27:12Z'],
    ['resourcequotas', '2026-11-20T23:27:00Z'],
    ['rolebindings', '2026-11-20T23:27:00Z'],
    ['roles', '2026-11-20T23:27:00Z'],
    ['secrets', '2026-11-20T23:27:00Z'],
    ['serviceaccounts', '2026-11-20T23:27:00Z'],
    ['services', '2026-11-20T23:27:00Z'],
    ['statefulsets', '2026-11-20T23:27:08Z'],
    ['storageclasses', '2026-11-20T23:27:00Z'],
  ])('%s', (plural, now) => {
    expect(describeAll(plural, now)).toBe(golden(plural));
  });

  test('pods, but for the second in which each was looked at', () => {
    const withoutAges = (text: string): string => text.replaceAll(/\b\d+s( |\))/g, '$1');
    expect(withoutAges(describeAll('pods', '2026-11-20T23:27:07Z'))).toBe(withoutAges(golden('pods')));
  });

  test('nodes, up to the pods of other namespaces', () => {
    const heads = (text: string): readonly string[] =>
      text.split('\n\n\n').map((one) => one.slice(0, one.indexOf('Non-terminated Pods')));
    expect(heads(describeAll('nodes', '2026-11-20T23:27:15Z'))).toEqual(heads(golden('nodes')));
  });
});
