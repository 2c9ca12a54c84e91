import { type FieldError, invalid, invalidShown, required } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import { matches } from '../../../machinery/labels.ts';
import { dns1123Label } from '../../../machinery/names.ts';
import { showSelector, templateLabelsMatch } from '../../apps/workload-validation.ts';
import type { PodTemplateSpec } from '../../core/pod/types.ts';
import { goDumpInternal } from '../../schema/go-dump.ts';
import { showStringMap } from '../../validation/go-values.ts';
import { IMMUTABLE, immutable, immutableStruct } from '../../validation/immutable.ts';
import { requirementsOf, validateLabelSelector } from '../../validation/label-selector.ts';
import { validateJobSpec } from './spec-validation.ts';
import { CONTROLLER_UID, JOB_NAME, LEGACY_CONTROLLER_UID, LEGACY_JOB_NAME } from './strategy.ts';
import type { Job } from './types.ts';

/** ValidateJob. */
export function validate(job: Job): readonly FieldError[] {
  return [...validateGenerated(job), ...validateSpec(job), ...validateHostNames(job)];
}

/** What the server made must still be what it made. */
function validateGenerated({ metadata, spec }: Job): readonly FieldError[] {
  if (spec.manualSelector || spec.selector === undefined) return [];
  const { name, uid } = metadata;
  const labels = {
    [LEGACY_CONTROLLER_UID]: uid,
    [LEGACY_JOB_NAME]: name,
    [CONTROLLER_UID]: uid,
    [JOB_NAME]: name,
  };
  const actual = spec.template.metadata?.labels;
  const wrong = Object.entries(labels).flatMap(([key, expected]) => {
    const path = `spec.template.metadata.labels[${key}]`;
    const value = actual?.[key];
    if (value === undefined) return [required(path, `must be '${expected}'`)];
    return value === expected ? [] : [invalidShown(path, showStringMap(actual), `must be '${expected}'`)];
  });
  const requirements = requirementsOf(spec.selector);
  if (requirements === undefined || matches(requirements, labels)) return wrong;
  return [
    ...wrong,
    invalidShown('spec.selector', showSelector(spec.selector), '`selector` not auto-generated'),
  ];
}

function validateSpec({ spec }: Job): readonly FieldError[] {
  const { selector, template } = spec;
  const requirements = requirementsOf(selector);
  return [
    ...validateJobSpec(spec, 'spec'),
    ...(selector === undefined
      ? [required('spec.selector')]
      : validateLabelSelector(selector, 'spec.selector')),
    ...(requirements === undefined ? [] : templateLabelsMatch(requirements, template)),
  ];
}

/** The last index must still make a host name. */
function validateHostNames({ metadata: { name }, spec }: Job): readonly FieldError[] {
  if (spec.completionMode !== 'Indexed' || !spec.completions || spec.completions < 0) return [];
  const host = `${name}-${spec.completions - 1}`;
  if (dns1123Label(host).length === 0) return [];
  return [invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${host}`)];
}

/** ValidateJobUpdate: nearly all of a job is fixed. */
export function validateUpdate(job: Job, before: Job): readonly FieldError[] {
  const { spec } = job;
  const old = before.spec;
  const dump = (type: string, value: unknown) => (): string =>
    value === undefined ? '"null"' : goDumpInternal(`batch/v1.${type}`, value);
  return [
    ...validateSpec(job),
    ...validateCompletions(job, before),
    ...immutableStruct(spec.selector, old.selector, 'spec.selector', () => showSelector(spec.selector)),
    ...validateTemplate(job, before),
    ...immutable(spec.completionMode, old.completionMode, 'spec.completionMode'),
    ...immutableStruct(
      spec.podFailurePolicy,
      old.podFailurePolicy,
      'spec.podFailurePolicy',
      dump('PodFailurePolicy', spec.podFailurePolicy),
    ),
    ...immutable(spec.backoffLimitPerIndex, old.backoffLimitPerIndex, 'spec.backoffLimitPerIndex'),
    ...immutable(spec.managedBy, old.managedBy, 'spec.managedBy'),
    ...immutableStruct(
      spec.successPolicy,
      old.successPolicy,
      'spec.successPolicy',
      dump('SuccessPolicy', spec.successPolicy),
    ),
  ];
}

/** An Indexed job's completions move only together with its parallelism. */
function validateCompletions({ spec }: Job, before: Job): readonly FieldError[] {
  const field = 'spec.completions';
  if (spec.completionMode !== 'Indexed') return immutable(spec.completions, before.spec.completions, field);
  if (spec.completions === before.spec.completions || spec.completions === undefined) return [];
  if (spec.completions === spec.parallelism) return [];
  return [invalid(field, spec.completions, 'can only be modified in tandem with spec.parallelism')];
}

/** While a job is suspended and never started, where its pods may run can still be changed. */
function validateTemplate({ spec }: Job, before: Job): readonly FieldError[] {
  const isOpen = before.spec.suspend === true && before.status?.startTime === undefined;
  const old = isOpen ? withPlacementOf(before.spec.template, spec.template) : before.spec.template;
  if (equalJson(spec.template, old)) return [];
  return [invalidShown('spec.template', goDumpInternal('core/v1.PodTemplateSpec', spec.template), IMMUTABLE)];
}

function withPlacementOf(old: PodTemplateSpec, template: PodTemplateSpec): PodTemplateSpec {
  const { nodeSelector, tolerations, schedulingGates, affinity } = template.spec;
  const { labels, annotations } = template.metadata ?? {};
  const { nodeAffinity: _, ...others } = old.spec.affinity ?? {};
  const placed =
    affinity?.nodeAffinity === undefined ? others : { ...others, nodeAffinity: affinity.nodeAffinity };
  const noAffinity = Object.keys(placed).length === 0 && affinity === undefined;
  return JSON.parse(
    JSON.stringify({
      ...old,
      metadata: { ...old.metadata, labels, annotations },
      spec: {
        ...old.spec,
        nodeSelector,
        tolerations,
        schedulingGates,
        affinity: noAffinity ? undefined : placed,
      },
    }),
  );
}
