import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../../src/kinds/batch/cronjob/schedule.ts';
import { created, defaulted, faultsOf, updateFaults } from '../support.ts';

interface ParseCase {
  readonly schedule: string;
  readonly error?: string;
}
const { tables } = JSON.parse(
  readFileSync(`${import.meta.dirname}/../../../vectors/platform-cron.json`, 'utf8'),
) as {
  readonly tables: { readonly parse: readonly ParseCase[] };
};

const message = (schedule: string): string | undefined => {
  try {
    parseSchedule(schedule);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a schedule', () => {
  test.each(tables.parse.map(({ schedule, error }) => [schedule, error] as const))(
    '%j',
    (schedule, error) => {
      expect(message(schedule)).toBe(error);
    },
  );
});

const job = (spec = ''): string => `
apiVersion: batch/v1
kind: Job
metadata: { name: pi, uid: u-1 }
spec:
  ${spec}
  template:
    metadata: { labels: { a: b } }
    spec: { restartPolicy: Never, containers: [{ name: c, image: perl }] }
`;

describe('Job', () => {
  test('defaults: one completion, six retries', () => {
    const { template: _, ...spec } = defaulted(job()).spec;
    expect(spec).toEqual({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: 'TerminatingOrFailed',
    });
  });

  test('its pods are known by its uid and name', () => {
    const { selector, template } = created(job()).spec;
    expect([selector, template.metadata.labels]).toEqual([
      { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u-1' } },
      {
        'job-name': 'pi',
        'batch.kubernetes.io/job-name': 'pi',
        'controller-uid': 'u-1',
        'batch.kubernetes.io/controller-uid': 'u-1',
        a: 'b',
      },
    ]);
  });

  test('without labels of its own it has those of its pods', () => {
    const { metadata, spec } = created(job());
    expect(metadata.labels).toEqual(spec.template.metadata.labels);
    const labelled = created(job().replace('name: pi,', 'name: pi, labels: { a: b },'));
    expect(labelled.metadata.labels).toEqual({ a: 'b' });
  });

  test('nothing of this is a fault', () => {
    expect(faultsOf(created(job()))).toEqual([]);
  });

  test('completions never change', () => {
    const before = created(job());
    expect(updateFaults({ ...before, spec: { ...before.spec, completions: 5 } }, before)).toEqual([
      'spec.completions: Invalid value: 5: field is immutable',
    ]);
  });

  test('a suspended job that never ran can still be placed elsewhere', () => {
    const before = created(job('suspend: true'));
    const { template } = before.spec;
    const placed = { ...template, spec: { ...template.spec, nodeSelector: { disk: 'ssd' } } };
    expect(updateFaults({ ...before, spec: { ...before.spec, template: placed } }, before)).toEqual([]);
  });

  test('an index that would not make a host name', () => {
    const long = job('{}')
      .replace('{}', 'completionMode: Indexed\n  completions: 10')
      .replace('name: pi', `name: ${'x'.repeat(62)}`);
    expect(faultsOf(created(long))).toEqual([
      `metadata.name: Invalid value: "${'x'.repeat(62)}": will not able to create pod with invalid DNS label: ${'x'.repeat(62)}-9`,
    ]);
  });
});

const cronJob = (spec: string): string => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: report }
spec:
  ${spec}
  jobTemplate:
    spec:
      template:
        spec: { restartPolicy: OnFailure, containers: [{ name: c, image: busybox }] }
`;

describe('CronJob', () => {
  test('defaults leave the job template for later', () => {
    const { jobTemplate, ...spec } = defaulted(cronJob("schedule: '* * * * *'")).spec;
    expect([spec, Object.keys(jobTemplate.spec)]).toEqual([
      {
        schedule: '* * * * *',
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
      },
      ['template'],
    ]);
  });

  test.each([
    [
      "schedule: 'TZ=UTC * * * * *'",
      'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
    [
      "schedule: '* * * * *'\n  timeZone: Mars/Base",
      'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base',
    ],
    [
      "schedule: '* * * * *'\n  concurrencyPolicy: Queue",
      'spec.concurrencyPolicy: Unsupported value: "Queue": supported values: "Allow", "Forbid", "Replace"',
    ],
  ])('%j is refused', (spec, fault) => {
    expect(faultsOf(created(cronJob(spec)))).toEqual([fault]);
  });
});
