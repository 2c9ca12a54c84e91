import { expect, test } from 'vitest';
import { defaults } from '../../../../src/kinds/core/pod/defaults.ts';
import type { Pod } from '../../../../src/kinds/core/pod/types.ts';
import { withoutOldAnnotations } from '../../../../src/kinds/pod-template/old-annotations.ts';

const OLD = { 'pod.beta.kubernetes.io/init-containers': '[]' };

test('annotations that stood for init containers are dropped, others stay', () => {
  expect(withoutOldAnnotations({ annotations: { ...OLD, note: 'kept' } })).toEqual({
    annotations: { note: 'kept' },
  });
});

test('nothing is left of annotations that held nothing else', () => {
  expect(withoutOldAnnotations({ annotations: OLD })).toEqual({});
});

test('a negative grace period of a pod is one second', () => {
  const pod = { metadata: { name: 'p' }, spec: { containers: [], terminationGracePeriodSeconds: -5 } };
  expect(defaults(pod as unknown as Pod).spec.terminationGracePeriodSeconds).toBe(1);
});
