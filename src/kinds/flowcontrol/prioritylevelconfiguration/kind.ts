import { equalJson } from '../../../machinery/json.ts';
import { nameIsDnsSubdomain } from '../../../machinery/names.ts';
import { ageColumn, column, nameColumn } from '../../columns.ts';
import { defineKind } from '../../kind.ts';
import { validateConditions } from '../conditions-validation.ts';
import type * as types from './types.ts';
import { validate } from './validation.ts';

const NONE = '<none>';

export type PriorityLevelConfiguration = types.PriorityLevelConfiguration;
export const PriorityLevelConfiguration = defineKind<PriorityLevelConfiguration>({
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  scope: 'Cluster',
  subresources: ['status'],
  defaults,
  prepareForCreate: (level) => ({ ...level, status: {} }),
  raisesGeneration: ({ spec }, before) => !equalJson(spec, before.spec),
  validate,
  validateStatusUpdate: validateConditions,
  nameRule: nameIsDnsSubdomain,
  columns: [
    nameColumn,
    column('Type', ({ spec }) => spec?.type ?? ''),
    column('NominalConcurrencyShares', ({ spec }) => spec?.limited?.nominalConcurrencyShares ?? NONE),
    column('Queues', (level) => queuingOf(level)?.queues ?? NONE),
    column('HandSize', (level) => queuingOf(level)?.handSize ?? NONE),
    column('QueueLengthLimit', (level) => queuingOf(level)?.queueLengthLimit ?? NONE),
    ageColumn,
  ],
});

const queuingOf = ({ spec }: PriorityLevelConfiguration): types.Queuing | undefined =>
  spec?.limited?.limitResponse?.queuing;

/** SetDefaults_LimitedPriorityLevelConfiguration, _ExemptPriorityLevelConfiguration, _QueuingConfiguration. */
function defaults(level: PriorityLevelConfiguration): PriorityLevelConfiguration {
  const { limited, exempt } = level.spec ?? {};
  return {
    ...level,
    spec: {
      ...level.spec,
      ...(limited === undefined ? {} : { limited: limitedDefaults(limited) }),
      ...(exempt === undefined
        ? {}
        : { exempt: { nominalConcurrencyShares: 0, lendablePercent: 0, ...exempt } }),
    },
  };
}

function limitedDefaults(limited: types.Limited): types.Limited {
  const queuing = limited.limitResponse?.queuing;
  return {
    lendablePercent: 0,
    ...limited,
    nominalConcurrencyShares: limited.nominalConcurrencyShares ?? 30,
    ...(queuing === undefined
      ? {}
      : {
          limitResponse: {
            ...limited.limitResponse,
            queuing: {
              queues: queuing.queues || 64,
              handSize: queuing.handSize || 8,
              queueLengthLimit: queuing.queueLengthLimit || 50,
            },
          },
        }),
  };
}
