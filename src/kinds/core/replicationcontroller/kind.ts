import { equalJson } from '../../../machinery/json.ts';
import { formatLabels } from '../../../machinery/labels.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { nameWarnings } from '../../apps/name-warnings.ts';
import {
  ageColumn,
  containerColumns,
  integerColumn,
  labelsCell,
  nameColumn,
  wideColumn,
} from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import type * as types from './types.ts';
import { validate, validateUpdate } from './validation.ts';

export type ReplicationController = types.ReplicationController;
export const ReplicationController = defineKind<ReplicationController>({
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  scope: 'Namespaced',
  categories: ['all'],
  subresources: ['status', 'scale'],
  defaults,
  prepareForCreate: (controller) => ({ ...controller, status: { replicas: 0 } }),
  raisesGeneration,
  validate,
  validateUpdate,
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns: [
    nameColumn,
    integerColumn('Desired', ({ spec }) => spec.replicas ?? 0),
    integerColumn('Current', ({ status }) => status?.replicas ?? 0),
    integerColumn('Ready', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns<ReplicationController>(({ spec }) => spec.template ?? { spec: { containers: [] } }),
    wideColumn('Selector', ({ spec }) => labelsCell(spec.selector)),
  ],
  selectableFields: {
    'status.replicas': ({ status }) => String(status?.replicas ?? 0),
    // Upstream calls it a bug that it keeps for compatibility.
    name: ({ metadata }) => metadata.name,
  },
  propagation: 'Orphan',
  podTemplate: ({ spec }) => spec.template,
  scale: {
    replicas: ({ spec }) => spec.replicas,
    withReplicas: (controller, replicas) => ({ ...controller, spec: { ...controller.spec, replicas } }),
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => formatLabels(spec.selector),
  },
});

/** SetDefaults_ReplicationController: what is not said is taken from the template's labels. */
function defaults(controller: ReplicationController): ReplicationController {
  const given: Partial<types.ReplicationControllerSpec> = controller.spec ?? {};
  const ofTemplate = given.template?.metadata?.labels;
  const isEmpty = (labels: object | undefined): boolean => Object.keys(labels ?? {}).length === 0;
  const { metadata } = controller;
  const isBare = ofTemplate !== undefined && isEmpty(metadata.labels);
  const spec = {
    ...given,
    replicas: given.replicas ?? 1,
    ...(ofTemplate !== undefined && isEmpty(given.selector) ? { selector: ofTemplate } : {}),
    ...(given.template === undefined ? {} : { template: defaultPodTemplate(given.template) }),
  };
  return { ...controller, metadata: isBare ? { ...metadata, labels: ofTemplate } : metadata, spec };
}

function raisesGeneration(controller: ReplicationController, before: ReplicationController): boolean {
  return !equalJson(controller.spec, before.spec);
}

function warnings(controller: ReplicationController, before?: ReplicationController): readonly string[] {
  if (before !== undefined && !raisesGeneration(controller, before)) return [];
  const { template } = controller.spec;
  const named = before === undefined ? nameWarnings(controller.metadata.name) : [];
  return [...named, ...(template === undefined ? [] : podTemplateWarnings(template, 'spec.template'))];
}
