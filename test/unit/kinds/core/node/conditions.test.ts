import { expect, test } from 'vitest';
import { hasKubelet } from '../../../../../src/kinds/core/node/conditions.ts';
import type { Node } from '../../../../../src/kinds/core/node/types.ts';

const node = (kubeletVersion?: string): Node =>
  ({ status: kubeletVersion === undefined ? {} : { nodeInfo: { kubeletVersion } } }) as Node;

test('a node made by hand has no kubelet: the version that decoding fills in is empty', () => {
  expect([node(), node(''), node('v1.33.1')].map(hasKubelet)).toEqual([false, false, true]);
});
