import { describe, expect, test } from 'vitest';
import { equalIgnoringHash, family } from '../../../../src/controllers/deployment/replica-sets.ts';
import { isActive } from '../../../../src/controllers/deployment/sizes.ts';
import type { PodTemplateSpec } from '../../../../src/kinds/core/pod/types.ts';
import { deploymentOf, OTHER_TEMPLATE, replicaSetOf, TEMPLATE } from '../../../support/workloads.ts';
import equalTable from '../../../vectors/deployment-EqualIgnoreHash.json' with { type: 'json' };
import familyTable from '../../../vectors/deployment-FindNewAndOldReplicaSets.json' with { type: 'json' };

interface TemplateRow {
  readonly name: string;
  readonly node: string;
  readonly annotations: object;
  readonly labels: object;
}

function templateIn({ name, node, annotations, labels }: TemplateRow): PodTemplateSpec {
  return {
    metadata: { name, annotations: { ...annotations }, labels: { ...labels } },
    spec: { containers: [], nodeName: node },
  };
}

describe('D-11 equal templates', () => {
  test.each(equalTable.cases)('$a and $b: $expected', (row) => {
    const [a, b] = [templateIn(row.a), templateIn(row.b)];
    expect([equalIgnoringHash(a, b), equalIgnoringHash(b, a)]).toEqual([row.expected, row.expected]);
  });
  const container = { name: 'nginx', image: 'nginx' };
  const template = (more: object): PodTemplateSpec => ({ spec: { containers: [{ ...container, ...more }] } });
  test('an empty list equals an absent one', () => {
    expect(equalIgnoringHash(template({ args: [] }), template({}))).toBe(true);
  });
  test('an empty map equals an absent one', () => {
    expect(equalIgnoringHash({ ...template({}), metadata: { labels: {} } }, template({}))).toBe(true);
  });
  test('an empty object that is no map says something', () => {
    expect(equalIgnoringHash(template({ securityContext: {} }), template({}))).toBe(false);
  });
  test('quantities are compared by value', () => {
    const [a, b] = ['0.5', '500m'].map((cpu) => template({ resources: { requests: { cpu } } }));
    expect(equalIgnoringHash(a as PodTemplateSpec, b as PodTemplateSpec)).toBe(true);
  });
  test('an unset creationTimestamp, which travels as null, says nothing', () => {
    expect(equalIgnoringHash({ ...template({}), metadata: { creationTimestamp: null } }, template({}))).toBe(
      true,
    );
  });
});

describe('D-11 new and old ReplicaSets', () => {
  test.each(familyTable.cases)('$name', (row) => {
    const sets = row.replicaSets.map(({ name, created, sameTemplate, replicas }) =>
      replicaSetOf({ name, created, replicas, template: sameTemplate ? TEMPLATE : OTHER_TEMPLATE }),
    );
    const { newSet, old } = family(deploymentOf({}), sets);
    const names = (all: typeof old) => all.map(({ metadata }) => metadata.name);
    expect({
      young: newSet?.metadata.name ?? null,
      old: names(old),
      active: names(old.filter(isActive)),
    }).toEqual({
      young: row.expectedNew,
      old: row.expectedOld,
      active: row.expectedRequired,
    });
  });
});
