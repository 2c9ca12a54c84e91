import { expect, test } from 'vitest';
import { bootstrapObjects } from '../../../../src/cluster/bootstrap-objects/tables.ts';
import { defaultSettings } from '../../../../src/cluster/settings.ts';
import { FlowSchema } from '../../../../src/kinds/flowcontrol/flowschema/kind.ts';
import { PriorityLevelConfiguration } from '../../../../src/kinds/flowcontrol/prioritylevelconfiguration/kind.ts';
import { kinds } from '../../../../src/kinds/index.ts';
import { decode } from '../../../../src/kinds/schema/decode.ts';
import { instant } from '../../../../src/machinery/instant.ts';
import { compareText } from '../../../../src/machinery/json.ts';
import { loadFieldTree } from '../../kinds/schema/load.ts';

loadFieldTree();

const tables = bootstrapObjects(defaultSettings(1, instant(Date.parse('2026-01-01T12:00:00Z'))));
const all = [...tables].map(([table, objects]) => ({ table, objects: [...objects()] }));

test.each(all)('what stands in $table is what its kind would store, in order of names', ({ objects }) => {
  const names = objects.map(({ metadata }) => metadata.name);
  expect(names).toEqual(names.toSorted(compareText));
  for (const object of objects) {
    const kind = kinds.find((one) => one.kind === object.kind);
    const { object: decoded, strictErrors } = decode(kind?.schema ?? '', object, object);
    expect([strictErrors, kind?.validate(object)]).toEqual([[], []]);
    expect(kind?.defaults(decoded)).toEqual(object);
  }
});

test('every flow schema leads to a level that is there', () => {
  const named = (kind: { readonly plural: string }) =>
    all.find(({ table }) => table.endsWith(`/${kind.plural}`))?.objects ?? [];
  const levels = new Set(named(PriorityLevelConfiguration).map(({ metadata }) => metadata.name));
  const wanted = (named(FlowSchema) as readonly FlowSchema[]).map(
    ({ spec }) => spec?.priorityLevelConfiguration?.name ?? '',
  );
  expect(wanted.filter((name) => !levels.has(name))).toEqual([]);
});

test('there is an APIService for each group and version that is built in, but for the one of APIServices', () => {
  const served = new Set(kinds.map(({ group, version }) => `${version}.${group}`));
  const names = all
    .find(({ table }) => table.endsWith('/apiservices'))
    ?.objects.map(({ metadata }) => metadata.name);
  const wanted = [...served, 'v1.authentication.k8s.io', 'v1.authorization.k8s.io'].filter(
    (name) => name !== 'v1.apiregistration.k8s.io' && !name.includes('metrics'),
  );
  expect(names?.toSorted(compareText)).toEqual(wanted.toSorted(compareText));
});
