import { expect, test } from 'vitest';
import { podTemplateHashTypes } from '../../../../src/kinds/schema/hash-types.ts';
import vectors from '../../../vectors/go-schema-podtemplatespec-1.33.json' with { type: 'json' };
import { loadFieldTree } from './load.ts';

loadFieldTree();

test('H-2 the field tree holds the Go types of a 1.33 pod template, field by field', () => {
  // The vectors leave the JSON names of managedFields out: a template has none.
  const names = Object.keys(vectors.types).filter((name) => name !== 'v1meta.ManagedFieldsEntry');
  const types = podTemplateHashTypes();
  expect(names.map((name) => [name, types[name]])).toEqual(
    names.map((name) => [name, vectors.types[name as keyof typeof vectors.types]]),
  );
});
