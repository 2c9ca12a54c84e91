import { describe, expect, test } from 'vitest';
import { tolerates } from '../../../../../src/kinds/core/node/taints.ts';
import type { Taint } from '../../../../../src/kinds/core/node/types.ts';
import type { Toleration } from '../../../../../src/kinds/core/pod/types.ts';
import { rowsOf } from '../../../../support/scheduling.ts';

describe('S-38 which taints a toleration covers', () => {
  test.each(rowsOf('platform-taint-toleration', 'toleratesTaint'))(
    '$description',
    ({ toleration, taint, expectTolerated }) => {
      expect(tolerates(toleration as Toleration, taint as Taint)).toBe(expectTolerated);
    },
  );
});
