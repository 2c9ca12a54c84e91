import { describe, expect, test } from 'vitest';
import { type Answer, kubectl } from '../../../support/memory-kubectl.ts';

const REF = '#/components/schemas/';
const schemas = {
  'com.example.v1.Widget': {
    type: 'object',
    description: 'Widget turns.',
    required: ['spec'],
    properties: {
      kind: { description: 'Kind is a word.', type: 'string' },
      metadata: {
        description: 'Standard metadata.',
        default: {},
        allOf: [{ $ref: `${REF}io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta` }],
      },
      spec: {
        type: 'object',
        required: ['size'],
        properties: {
          size: { description: 'Size of the widget.', type: 'integer' },
          mode: { description: 'How it turns.', type: 'string', enum: ['Fast', 'Slow'] },
          tags: { type: 'array', items: { type: 'string', default: '' } },
          limits: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
    'x-kubernetes-group-version-kind': [{ group: 'example.com', kind: 'Widget', version: 'v1' }],
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
    type: 'object',
    description: 'ObjectMeta is metadata that all persisted resources must have.',
    properties: { name: { description: 'Name must be unique.', type: 'string' } },
  },
};

const URL = '/openapi/v3/apis/example.com/v1';
const widgets = {
  name: 'widgets',
  singularName: 'widget',
  namespaced: true,
  kind: 'Widget',
  verbs: ['get'],
};
const GVK = { 'x-kubernetes-group-version-kind': { group: 'example.com', kind: 'Widget', version: 'v1' } };
const BODIES: Readonly<Record<string, unknown>> = {
  '/api': { versions: ['v1'] },
  '/api/v1': { groupVersion: 'v1', resources: [] },
  '/apis': {
    groups: [{ name: 'example.com', versions: [{ groupVersion: 'example.com/v1', version: 'v1' }] }],
  },
  '/apis/example.com/v1': { groupVersion: 'example.com/v1', resources: [widgets] },
  '/openapi/v3': { paths: { 'apis/example.com/v1': { serverRelativeURL: `${URL}?hash=1` } } },
  [URL]: {
    openapi: '3.0.0',
    paths: { '/apis/example.com/v1/widgets': { get: GVK } },
    components: { schemas },
  },
};
const answer: Answer = ({ path }) => (path in BODIES ? { body: BODIES[path] } : undefined);
const explain = (...argv: readonly string[]) => kubectl(['explain', ...argv], { answer });

const HEAD = 'GROUP:      example.com\nKIND:       Widget\nVERSION:    v1\n\n';

describe('explain', () => {
  test('a field, as kubectl 1.33 shows one of a custom resource', async () => {
    const { stdout } = await explain('widget.spec.size');
    expect(stdout).toBe(`${HEAD}FIELD: size <integer>\n\n\nDESCRIPTION:\n    Size of the widget.\n    \n\n`);
  });

  test('a kind and its fields', async () => {
    const { stdout } = await explain('widgets');
    expect(stdout).toBe(
      `${HEAD}DESCRIPTION:\n    Widget turns.\n    \nFIELDS:\n` +
        '  kind\t<string>\n    Kind is a word.\n\n' +
        '  metadata\t<ObjectMeta>\n    Standard metadata.\n\n' +
        '  spec\t<Object> -required-\n    <no description>\n\n\n',
    );
  });

  test('a field that has fields', async () => {
    const { stdout } = await explain('widget.spec');
    expect(stdout).toBe(
      `${HEAD}FIELD: spec <Object>\n\n\nDESCRIPTION:\n    <empty>\nFIELDS:\n` +
        '  limits\t<map[string]string>\n    <no description>\n\n' +
        '  mode\t<string>\n  enum: Fast, Slow\n    How it turns.\n\n' +
        '  size\t<integer> -required-\n    Size of the widget.\n\n' +
        '  tags\t<[]string>\n    <no description>\n\n\n',
    );
  });

  test('only names and types, all the way down', async () => {
    const { stdout } = await explain('widget', '--recursive');
    expect(stdout).toBe(
      `${HEAD}DESCRIPTION:\n    Widget turns.\n    \nFIELDS:\n` +
        '  kind\t<string>\n  metadata\t<ObjectMeta>\n    name\t<string>\n' +
        '  spec\t<Object> -required-\n    limits\t<map[string]string>\n' +
        '    mode\t<string>\n    enum: Fast, Slow\n' +
        '    size\t<integer> -required-\n    tags\t<[]string>\n\n',
    );
  });

  test('a field that is not there', async () => {
    const { stdout, stderr, exit } = await explain('widget.spec.nope');
    expect({ stdout, stderr, exit }).toEqual({
      stdout: HEAD,
      stderr: 'error: field "nope" does not exist\n',
      exit: 1,
    });
  });
});
