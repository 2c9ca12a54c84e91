import { type FieldError, invalid } from '../../../machinery/field-path.ts';
import { dns1123Label, nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { deprecatedNodeLabel } from '../../core/node/deprecated-labels.ts';
import { defineKind } from '../../kind.ts';
import { immutable } from '../../validation/immutable.ts';
import { validateLabels } from '../../validation/labels.ts';
import type * as types from './types.ts';

export type RuntimeClass = types.RuntimeClass;
export const RuntimeClass = defineKind<RuntimeClass>({
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  scope: 'Cluster',
  unconditionalUpdate: false,
  validate,
  validateUpdate: ({ handler }, before) => immutable(handler, before.handler, 'handler'),
  nameRule: nameIsDnsSubdomain,
  warnings,
  columns: [nameColumn, column('Handler', ({ handler }) => handler ?? ''), ageColumn],
});

function validate({ handler, scheduling }: RuntimeClass): readonly FieldError[] {
  return [
    ...dns1123Label(handler ?? '').map((text) => invalid('handler', handler ?? '', text)),
    ...validateLabels(scheduling?.nodeSelector, 'scheduling.nodeSelector'),
  ];
}

function warnings({ scheduling }: RuntimeClass): readonly string[] {
  return Object.keys(scheduling?.nodeSelector ?? {})
    .sort()
    .flatMap((key) => {
      const told = deprecatedNodeLabel(key);
      return told === undefined ? [] : [`scheduling.nodeSelector: ${told}`];
    });
}
