import { expect, test } from 'vitest';
import { faultsOf } from '../../../kinds/support.ts';

const version = (schema: object, more: object = {}) => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: schema },
  ...more,
});

const definition = (spec: object): never =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' },
      versions: [version({ type: 'object' })],
      ...spec,
    },
    status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: ['v1'] },
  }) as never;

const bySchema = (schema: object): readonly string[] => faultsOf(definition({ versions: [version(schema)] }));
const ROOT = 'spec.validation.openAPIV3Schema';

test('a plain definition is valid', () => {
  expect(faultsOf(definition({}))).toEqual([]);
});

test('names are labels, and the kind and its list are told apart', () => {
  const names = { plural: 'things', singular: 'Thing', kind: 'Thing', listKind: 'Thing', shortNames: ['T'] };
  expect(faultsOf(definition({ names }))).toEqual([
    expect.stringMatching(/^spec\.names\.singular: Invalid value: "Thing": a DNS-1035 label must consist of/),
    expect.stringMatching(
      /^spec\.names\.shortNames\[0\]: Invalid value: "T": a DNS-1035 label must consist of/,
    ),
    'spec.names.listKind: Invalid value: "Thing": kind and listKind may not be the same',
  ]);
});

test.each<{ readonly says: string; readonly schema: object }>([
  { says: `${ROOT}.type: Required value: must not be empty at the root`, schema: {} },
  {
    says: `${ROOT}.type: Invalid value: "array": must be object at the root`,
    schema: { type: 'array', items: { type: 'string' } },
  },
  {
    says: `${ROOT}.properties[a].type: Required value: must not be empty for specified object fields`,
    schema: { type: 'object', properties: { a: {} } },
  },
  {
    says: `${ROOT}.properties[a].items: Required value: must be specified`,
    schema: { type: 'object', properties: { a: { type: 'array' } } },
  },
  {
    says: `${ROOT}.properties[a]: Required value: because it is defined in ${ROOT}.anyOf[0].properties[a]`,
    schema: { type: 'object', anyOf: [{ properties: { a: {} } }] },
  },
  {
    says: `${ROOT}.anyOf[0].type: Forbidden: must be empty to be structural`,
    schema: { type: 'object', anyOf: [{ type: 'object' }] },
  },
  {
    says: `${ROOT}.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified`,
    schema: {
      type: 'object',
      properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } },
    },
  },
  {
    says: `${ROOT}.properties[a].default: Invalid value: "string": ${' in body must be of type integer: "string"'}`,
    schema: { type: 'object', properties: { a: { type: 'integer', default: 'x' } } },
  },
  {
    says: `${ROOT}.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
    schema: {
      type: 'object',
      properties: { a: { type: 'array', 'x-kubernetes-list-type': 'map', items: { type: 'object' } } },
    },
  },
  {
    says: `${ROOT}.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`,
    schema: {
      type: 'object',
      properties: {
        a: {
          type: 'object',
          properties: { b: { type: 'string' } },
          additionalProperties: { type: 'string' },
        },
      },
    },
  },
])('$says', ({ says, schema }) => {
  expect(bySchema(schema)).toEqual([says]);
});

test('int-or-string is let be in both of its forms', () => {
  const either = [{ type: 'integer' }, { type: 'string' }];
  const a = { 'x-kubernetes-int-or-string': true, anyOf: either };
  const b = { 'x-kubernetes-int-or-string': true, allOf: [{ anyOf: either }, { pattern: '^1' }] };
  expect(bySchema({ type: 'object', properties: { a, b } })).toEqual([]);
});

test('columns and paths of the scale say what they may be', () => {
  const more = {
    additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: 'spec.a' }],
    subresources: { scale: { specReplicasPath: '.status.a', statusReplicasPath: '' } },
  };
  expect(faultsOf(definition({ versions: [version({ type: 'object' }, more)] }))).toEqual([
    'spec.subresources.scale.specReplicasPath: Invalid value: ".status.a": should be a json path under .spec',
    'spec.subresources.scale.statusReplicasPath: Required value',
    'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
    'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "spec.a": must be a simple json path starting with .',
  ]);
});

test('groups of the Kubernetes community need a word of approval', () => {
  const names = { plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList' };
  expect(faultsOf(definition({ group: 'example.k8s.io', names }))).toEqual([
    'metadata.name: Invalid value: "things.example.com": must be spec.names.plural+"."+spec.group',
    'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation "api-approved.kubernetes.io", see https://github.com/kubernetes/enhancements/pull/1111',
  ]);
});

test('a webhook for conversions is written as one that admits is', () => {
  const conversion = { strategy: 'Webhook', webhook: { clientConfig: {}, conversionReviewVersions: ['v2'] } };
  expect(faultsOf(definition({ conversion }))).toEqual([
    'spec.conversion.webhookClientConfig: Required value: exactly one of url or service is required',
    'spec.conversion.conversionReviewVersions: Invalid value: []string{"v2"}: must include at least one of v1, v1beta1',
  ]);
});
