import { expect, test } from 'vitest';
import type { Reader } from '../../../../src/client/client.ts';
import { cronjob } from '../../../../src/controllers/cronjob/controller.ts';
import { Job } from '../../../../src/kinds/batch/job/kind.ts';
import type { KubeObject, Uid } from '../../../../src/machinery/object-meta.ts';
import type { Change, Key, Revision } from '../../../../src/store/store.ts';

const owners = [
  { apiVersion: 'batch/v1', kind: 'CronJob', name: 'report', uid: 'c' as Uid, controller: true },
];
const job = (status: object, metadata: object = {}): KubeObject =>
  ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report-1', namespace: 'default', uid: 'j', ownerReferences: owners, ...metadata },
    status,
  }) as unknown as KubeObject;
const ended = { conditions: [{ type: 'Complete', status: 'True' }] };

/** Whether the change of a Job wakes its CronJob, which lists these as active. */
function wakes(
  type: Change['type'],
  before: KubeObject,
  after: KubeObject,
  active: readonly string[],
): boolean {
  const reader = { find: () => ({ status: { active: active.map((uid) => ({ uid })) } }) };
  const entry = { key: 'batch/jobs/default/report-1' as Key, value: after, modified: 2 as Revision };
  const change: Change = type === 'ADDED' ? { type, entry } : { type, entry, before };
  const refs = cronjob.triggers
    .filter(({ kind }) => kind !== 'every' && kind.kind === Job.kind)
    .flatMap((trigger) => [...trigger.refs(change, reader as unknown as Reader)]);
  return refs.length > 0;
}

const running = job({ active: 1 });
test.each<[title: string, woken: boolean, ...Parameters<typeof wakes>]>([
  ['goes on running: not looked at', false, 'MODIFIED', job({}), running, ['j']],
  [
    'goes on running, unknown to its CronJob: looked at, and warned of',
    true,
    'MODIFIED',
    job({}),
    running,
    [],
  ],
  ['ends', true, 'MODIFIED', running, job(ended), ['j']],
  ['is being deleted', true, 'MODIFIED', running, job({}, { deletionTimestamp: 'now' }), ['j']],
  ['gets another owner', true, 'MODIFIED', job({}, { ownerReferences: [] }), running, ['j']],
  ['is new', true, 'ADDED', running, running, ['j']],
  ['is gone', true, 'DELETED', running, running, ['j']],
])('C-6 a Job that %s', (_, woken, ...change) => {
  expect(wakes(...change)).toBe(woken);
});
