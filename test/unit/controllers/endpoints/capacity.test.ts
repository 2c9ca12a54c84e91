import { expect, test } from 'vitest';
import { truncated } from '../../../../src/controllers/endpoints/capacity.ts';

const ips = (count: number, net: number) =>
  Array.from({ length: count }, (_, i) => ({ ip: `10.${net}.${i >> 8}.${i & 255}` }));

test('a thousand addresses are all told', () => {
  expect(truncated([{ addresses: ips(600, 0), notReadyAddresses: ips(400, 1) }])).toBeUndefined();
});

test('of more than a thousand ready ones each subset gives its share, and none that is not ready is told', () => {
  const subsets = [{ addresses: ips(900, 0), notReadyAddresses: ips(5, 2) }, { addresses: ips(600, 1) }];
  expect(truncated(subsets)).toEqual([{ addresses: ips(600, 0) }, { addresses: ips(400, 1) }]);
});

test('those that are not ready get the room that is left', () => {
  const subsets = [{ addresses: ips(900, 0), notReadyAddresses: ips(200, 1) }];
  expect(truncated(subsets)).toEqual([{ addresses: ips(900, 0), notReadyAddresses: ips(100, 1) }]);
});
