import { ageSince } from '../../../machinery/duration.ts';
import {
  ageColumn,
  booleanColumn,
  column,
  containerColumns,
  integerColumn,
  nameColumn,
  selectorColumn,
} from '../../columns.ts';
import type { Column } from '../../kind.ts';
import type { CronJob } from './types.ts';

export const columns: readonly Column<CronJob>[] = [
  nameColumn,
  column('Schedule', ({ spec }) => spec.schedule ?? ''),
  column('Timezone', ({ spec }) => spec.timeZone ?? '<none>'),
  booleanColumn('Suspend', ({ spec: { suspend } }) =>
    suspend === undefined ? '<unset>' : suspend ? 'True' : 'False',
  ),
  integerColumn('Active', ({ status }) => status?.active?.length ?? 0),
  column('Last Schedule', ({ status }, now) =>
    status?.lastScheduleTime === undefined ? '<none>' : ageSince(status.lastScheduleTime, now),
  ),
  ageColumn,
  ...containerColumns<CronJob>(({ spec }) => spec.jobTemplate.spec.template),
  selectorColumn(({ spec }) => spec.jobTemplate.spec.selector),
];
