import {
  type FieldError,
  invalid,
  invalidShown,
  required,
  unsupported,
} from '../../../machinery/field-path.ts';
import { StatusError } from '../../../machinery/status.ts';
import { showSelector } from '../../apps/workload-validation.ts';
import { nonNegative } from '../../validation/numbers.ts';
import { validateJobSpec } from '../job/spec-validation.ts';
import { isTimeZone, parseSchedule } from './schedule.ts';
import type { CronJob, CronJobSpec } from './types.ts';

const POLICIES = ['Allow', 'Forbid', 'Replace'];
/** A job's name is the CronJob's with a dash and ten digits. */
const NAME_MOST = 52;

/** ValidateCronJobCreate. */
export function validate({ metadata: { name }, spec }: CronJob): readonly FieldError[] {
  const tooLong = invalid('metadata.name', name, 'must be no more than 52 characters');
  return [...validateSpec(spec), ...((name ?? '').length > NAME_MOST ? [tooLong] : [])];
}

/** ValidateCronJobUpdate. */
export function validateUpdate({ spec }: CronJob, before: CronJob): readonly FieldError[] {
  return validateSpec(spec, before.spec);
}

function validateSpec(spec: CronJobSpec, before?: CronJobSpec): readonly FieldError[] {
  const { concurrencyPolicy: policy } = spec;
  const field = 'spec.concurrencyPolicy';
  return [
    ...validateSchedule(spec, before),
    ...nonNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
    ...(before !== undefined && before.timeZone === spec.timeZone ? [] : validateTimeZone(spec.timeZone)),
    ...(POLICIES.includes(policy) ? [] : [policy ? unsupported(field, policy, POLICIES) : required(field)]),
    ...validateTemplate(spec),
    ...nonNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit'),
    ...nonNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit'),
  ];
}

function validateSchedule({ schedule, timeZone }: CronJobSpec, before?: CronJobSpec): readonly FieldError[] {
  const field = 'spec.schedule';
  if (!schedule) return [required(field)];
  const faults = scheduleFaults(schedule).map((text) => invalid(field, schedule, text));
  if (!schedule.includes('TZ')) return faults;
  if (before?.schedule.includes('TZ') !== true) {
    const why = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
    return [...faults, invalid(field, schedule, why)];
  }
  if (timeZone === undefined) return faults;
  return [
    ...faults,
    invalid(field, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'),
  ];
}

function scheduleFaults(schedule: string): readonly string[] {
  try {
    parseSchedule(schedule);
    return [];
  } catch (error) {
    if (error instanceof StatusError) return [error.message];
    throw error;
  }
}

function validateTimeZone(name: string | undefined): readonly FieldError[] {
  const field = 'spec.timeZone';
  if (name === undefined) return [];
  if (name === '') return [invalid(field, name, 'timeZone must be nil or non-empty string')];
  const unknown = invalid(field, name, `unknown time zone ${name}`);
  const wellFormed = name
    .split('/')
    .every((part) => part !== '.' && part !== '..' && /^(?!-)[A-Za-z.\-_0-9+]{1,14}$/.test(part));
  if (!wellFormed) return [unknown];
  if (name.toLowerCase() === 'local') {
    const why = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    return [invalid(field, name, why), ...(name === 'Local' ? [] : [unknown])];
  }
  return isTimeZone(name) ? [] : [unknown];
}

/** ValidateJobTemplateSpec: its selector is made when the job is. */
function validateTemplate({ jobTemplate: { spec } }: CronJobSpec): readonly FieldError[] {
  const field = 'spec.jobTemplate.spec';
  const generated = '`selector` will be auto-generated';
  return [
    ...validateJobSpec(spec, field),
    ...(spec.selector === undefined
      ? []
      : [invalidShown(`${field}.selector`, showSelector(spec.selector), generated)]),
    ...(spec.manualSelector ? [unsupported(`${field}.manualSelector`, true, ['nil', 'false'])] : []),
  ];
}
