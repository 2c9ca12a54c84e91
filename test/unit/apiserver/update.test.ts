import { expect, test } from 'vitest';
import { sender } from '../../support/requests.ts';
import { WholeCluster } from '../../support/whole-cluster.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (value: string, resourceVersion?: string) => ({
  metadata: { name: 'one', ...(resourceVersion === undefined ? {} : { resourceVersion }) },
  data: { key: value },
});

test.each([
  ['none', undefined],
  ['version 0', '0'],
])('an update that names %s is about whatever is stored', (_, resourceVersion) => {
  const send = sender(new WholeCluster());
  send('POST', CONFIG_MAPS, configMap('1'));
  expect(send('PUT', `${CONFIG_MAPS}/one`, configMap('2', resourceVersion))).toMatchObject({
    data: { key: '2' },
  });
});

test('an update that names another version than the stored one is a conflict', () => {
  const send = sender(new WholeCluster());
  send('POST', CONFIG_MAPS, configMap('1'));
  expect(send('PUT', `${CONFIG_MAPS}/one`, configMap('2', '1'))).toBe(
    'Operation cannot be fulfilled on configmaps "one": the object has been modified; please apply your changes to the latest version and try again',
  );
});
