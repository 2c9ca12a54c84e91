import { expect, test } from 'vitest';
import { patchSchemaOf } from '../../../../src/kinds/schema/patch-schema.ts';
import { loadFieldTree } from './load.ts';

loadFieldTree();

/** What a patch knows of the field at the end of a path. */
function fieldAt(schema: string, path: string) {
  const names = path.split('.');
  const last = names.pop() ?? '';
  const place = names.reduce((at, name) => at?.field(name)?.schema, patchSchemaOf(schema));
  const field = place?.field(last);
  return field && { strategy: field.strategy, mergeKey: field.mergeKey, below: field.schema?.name };
}

test.each([
  ['spec.template.spec.containers', ['merge'], 'name', 'Container'],
  ['spec.template.spec.containers.ports', ['merge'], 'containerPort', 'ContainerPort'],
  ['spec.template.spec.containers.args', [], undefined, undefined],
  ['spec.template.spec.volumes', ['merge', 'retainKeys'], 'name', 'Volume'],
  ['spec.template.spec.volumes.configMap', [], undefined, 'ConfigMapVolumeSource'],
  ['spec.template.spec.tolerations', [], undefined, 'Toleration'],
  ['spec.strategy', ['retainKeys'], undefined, 'DeploymentStrategy'],
  ['metadata.finalizers', ['merge'], undefined, undefined],
  ['metadata.labels', [], undefined, undefined],
])('A-14 %s is merged by %j and %s', (path, strategy, mergeKey, below) => {
  expect(fieldAt('apps/v1.Deployment', path)).toEqual({ strategy, mergeKey, below });
});

test('A-14 a field that the type does not have is not known', () => {
  expect(fieldAt('apps/v1.Deployment', 'spec.colour')).toBeUndefined();
});

test('A-14 a kind that is not built in has no patch schema', () => {
  expect(patchSchemaOf('example.com/v1.Widget')).toBeUndefined();
});
