import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadDescriptions } from '../../../../src/kinds/schema/docs.ts';
import { componentName, openApiComponents } from '../../../../src/kinds/schema/openapi.ts';
import { typeNames } from '../../../../src/kinds/schema/source.ts';
import { findStruct } from '../../../../src/kinds/schema/type-tree.ts';
import { loadFieldTree } from './load.ts';

loadFieldTree();
// Whoever ran before may have had texts to describe fields with: here is none.
loadDescriptions(() => Buffer.from('{}'));

const NODE_MODULES = `${import.meta.dirname}/../../../../node_modules`;

/** Where kubernetes-models (made from the OpenAPI of 1.33) declares the type. */
function declaration(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  const [pkg, type] = [name.slice(0, dot), name.slice(dot + 1)];
  const folder =
    pkg === 'meta/v1'
      ? '@kubernetes-models/apimachinery/apis/meta/v1'
      : `kubernetes-models/${pkg.replace(/^core\//, '')}`;
  const file = `${NODE_MODULES}/${folder}/${type}.d.ts`;
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** `name!` of what is required, `name=A|B` of what has an enum. */
function declaredFields(text: string): readonly string[] {
  const body = /export interface \w+[^{]*\{([\s\S]*?)\n\}/.exec(text)?.[1] ?? '';
  const uncommented = body.replace(/\/\*\*[\s\S]*?\*\//g, '');
  // Only what stands at the first level is a field of this type.
  const fields = [...uncommented.matchAll(/^ {4}"([^"\n]+)"(\??): ([^;]*(?:\{[^}]*\})?[^;]*);/gm)].map(
    ([, name, optional, type = '']) => {
      const values = /^"[^"]*"(?: \| "[^"]*")*$/.test(type)
        ? type.replaceAll('"', '').split(' | ').sort().join('|')
        : '';
      return `${name}${optional === '' ? '!' : ''}${values === '' ? '' : `=${values}`}`;
    },
  );
  return fields.filter((field) => !/^(?:apiVersion|kind)!?(?:=|$)/.test(field)).sort();
}

function ownFields(name: string): readonly string[] {
  return (findStruct(name)?.fields ?? [])
    .map(({ json, required, type }) => {
      const target = type.form === 'pointer' ? type.to : type;
      const values =
        target.form === 'string' && target.values !== undefined ? [...target.values].sort().join('|') : '';
      return `${json}${required ? '!' : ''}${values === '' ? '' : `=${values}`}`;
    })
    .filter((field) => !/^(?:apiVersion|kind)!?(?:=|$)/.test(field))
    .sort();
}

const structs = typeNames().filter(
  (name) => findStruct(name) !== undefined && declaration(name) !== undefined,
);

test('the field tree and OpenAPI know the same types', () => {
  expect(structs.length).toBeGreaterThan(400);
});

test.each(structs)(
  'the fields of %s, what is required and which values there are, are those of OpenAPI',
  (name) => {
    expect(ownFields(name)).toEqual(declaredFields(declaration(name) ?? ''));
  },
);

test('components are named after the packages they come from', () => {
  expect(
    [
      'core/v1.Pod',
      'networking.k8s.io/v1.Ingress',
      'meta/v1.ObjectMeta',
      'resource.Quantity',
      'apiextensions.k8s.io/v1.JSON',
    ].map(componentName),
  ).toEqual([
    'io.k8s.api.core.v1.Pod',
    'io.k8s.api.networking.v1.Ingress',
    'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
    'io.k8s.apimachinery.pkg.api.resource.Quantity',
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON',
  ]);
});

test('a type comes with all it refers to, each field with what patches and apply must know', () => {
  const components = openApiComponents(['policy/v1.PodDisruptionBudgetSpec']);
  expect(Object.keys(components).sort()).toEqual([
    'io.k8s.api.policy.v1.PodDisruptionBudgetSpec',
    'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector',
    'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement',
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  ]);
  expect(components['io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector']).toEqual({
    type: 'object',
    properties: {
      matchExpressions: {
        type: 'array',
        items: {
          allOf: [
            { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement' },
          ],
          default: {},
        },
        'x-kubernetes-list-type': 'atomic',
      },
      matchLabels: { type: 'object', additionalProperties: { type: 'string', default: '' } },
    },
    'x-kubernetes-map-type': 'atomic',
  });
  expect(openApiComponents(['core/v1.Container'])['io.k8s.api.core.v1.Container']).toMatchObject({
    required: ['name'],
    properties: {
      imagePullPolicy: { type: 'string', enum: ['Always', 'IfNotPresent', 'Never'] },
      ports: {
        'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-patch-merge-key': 'containerPort',
        'x-kubernetes-patch-strategy': 'merge',
      },
    },
  });
});
