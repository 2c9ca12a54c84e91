import { describe, expect, test } from 'vitest';
import { Event } from '../../../src/kinds/core/event/kind.ts';
import { Pod } from '../../../src/kinds/core/pod/kind.ts';
import { pod, WholeCluster } from '../../support/whole-cluster.ts';

const MINUTE = 60;

function withPod(): WholeCluster {
  const whole = new WholeCluster();
  whole.create(pod('web'));
  whole.pass(10);
  return whole;
}

const reasons = (whole: WholeCluster): readonly (string | undefined)[] =>
  whole.client
    .list(Event)
    .filter(({ involvedObject }) => involvedObject.name === 'web')
    .map(({ reason }) => reason)
    .toSorted();

describe('the lease of events', () => {
  test('EV-1: events are there for an hour, and gone a minute later', () => {
    const whole = withPod();
    whole.passTo(60 * MINUTE);
    expect(reasons(whole)).toEqual(['Created', 'Pulled', 'Pulling', 'Scheduled', 'Started']);
    whole.passTo(61 * MINUTE);
    expect(reasons(whole)).toEqual([]);
  });

  test('EV-1: an event that is written again begins its hour anew', () => {
    const whole = withPod();
    whole.passTo(30 * MINUTE);
    const [event] = whole.client.list(Event).filter(({ reason }) => reason === 'Started');
    if (event === undefined) throw new Error('nothing started');
    whole.client.update(Event, { ...event, count: 2, lastTimestamp: '2026-01-01T12:30:00Z' as never });
    whole.passTo(62 * MINUTE);
    expect(reasons(whole)).toEqual(['Started']);
    whole.passTo(92 * MINUTE);
    expect(reasons(whole)).toEqual([]);
  });

  test('what a user says of times does not keep an event', () => {
    const whole = withPod();
    const body = {
      metadata: { name: 'own', namespace: 'default' },
      involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' },
      reason: 'Own',
      lastTimestamp: '2030-01-01T00:00:00Z',
    };
    const path = '/api/v1/namespaces/default/events';
    whole.cluster.api.handle({ method: 'POST', path, query: { fieldManager: 'curl' }, accept: 'json', body });
    whole.cluster.settle();
    expect(reasons(whole)).toContain('Own');
    whole.passTo(62 * MINUTE);
    expect(reasons(whole)).toEqual([]);
  });

  test('EV-1: who watches is told as of a deletion', () => {
    const whole = withPod();
    const seen: string[] = [];
    const revision = String(whole.cluster.store.revision());
    whole.cluster.api.watch(
      {
        method: 'GET',
        path: '/api/v1/namespaces/default/events',
        query: { watch: 'true', resourceVersion: revision },
        accept: 'json',
      },
      ({ type, object }) => seen.push(`${type} ${(object as Event).reason}`),
    );
    whole.client.delete(Pod, { namespace: 'default', name: 'web' });
    whole.passTo(61 * MINUTE);
    expect(seen.filter((line) => line.startsWith('DELETED')).length).toBeGreaterThan(4);
    expect(seen).toContain('DELETED Scheduled');
  });

  test('nothing is due for a month after the last event is gone', () => {
    const whole = withPod();
    whole.pass(2 * 60 * MINUTE);
    expect(whole.cluster.agenda.size()).toBe(0);
  });
});
