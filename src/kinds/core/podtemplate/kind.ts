import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { column, containerColumns, labelsCell, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { defaultPodTemplate } from '../../pod-template/defaults.ts';
import { validatePodTemplate } from '../../pod-template/validation.ts';
import { podTemplateWarnings } from '../../pod-template/warnings.ts';
import type * as types from './types.ts';

export type PodTemplate = types.PodTemplate;
export const PodTemplate = defineKind<PodTemplate>({
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  scope: 'Namespaced',
  defaults: (object) => ({
    ...object,
    template: defaultPodTemplate(object.template ?? { spec: { containers: [] } }),
  }),
  raisesGeneration: ({ template }, before) => !equalJson(template, before.template),
  validate: ({ template }) => validatePodTemplate(template, 'template'),
  nameRule: nameIsDnsSubdomain,
  warnings: ({ template }) => podTemplateWarnings(template, 'template'),
  columns: [
    nameColumn,
    ...containerColumns<PodTemplate>(({ template }) => template).map(({ name, cell }) => column(name, cell)),
    column('Pod Labels', ({ template }) => labelsCell(template.metadata?.labels)),
  ],
  podTemplate: ({ template }) => template,
});
