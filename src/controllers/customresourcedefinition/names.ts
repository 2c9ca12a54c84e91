import {
  hasCondition,
  isEstablished,
  withCondition,
} from '../../kinds/apiextensions/customresourcedefinition/conditions.ts';
import type {
  CustomResourceDefinition,
  Names,
} from '../../kinds/apiextensions/customresourcedefinition/types.ts';
import type { Time } from '../../machinery/instant.ts';
import { equalJson } from '../../machinery/json.ts';

/** A name that somebody else has. */
interface Conflict {
  readonly reason: string;
  readonly name: string;
}

/** The definition with the names it gets beside the others of its group, and whether it is served by them. */
export function withAcceptedNames(
  definition: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: Time,
): CustomResourceDefinition {
  const wanted = definition.spec.names;
  const conflicts = conflictsOf(wanted, definition.status?.acceptedNames, others);
  const acceptedNames =
    conflicts.length === 0 ? wanted : accepted(wanted, definition.status?.acceptedNames, conflicts);
  const named = withCondition(definition, namesCondition(conflicts), now);
  const established = withEstablished(named, conflicts.length === 0, now);
  const { conditions = null, storedVersions = null } = established.status ?? {};
  return { ...established, status: { conditions, acceptedNames, storedVersions } };
}

function conflictsOf(
  { plural, singular = '', shortNames = [], kind, listKind = '' }: Names,
  own: Names | undefined,
  others: readonly CustomResourceDefinition[],
): readonly Conflict[] {
  const taken = others.flatMap(({ status }) => (status === undefined ? [] : [status.acceptedNames]));
  const resources = new Set(
    taken.flatMap((names) => [names.plural, names.singular ?? '', ...(names.shortNames ?? [])]),
  );
  const kinds = new Set(taken.flatMap((names) => [names.kind, names.listKind ?? '']));
  const conflict = (reason: string, name: string, mine: string | undefined, used: ReadonlySet<string>) =>
    name !== mine && name !== '' && used.has(name) ? [{ reason, name }] : [];
  return [
    ...conflict('PluralConflict', plural, own?.plural, resources),
    ...conflict('SingularConflict', singular, own?.singular, resources),
    ...shortNames.flatMap((name) =>
      own?.shortNames?.includes(name) ? [] : conflict('ShortNamesConflict', name, undefined, resources),
    ),
    ...conflict('KindConflict', kind, own?.kind, kinds),
    ...conflict('ListKindConflict', listKind, own?.listKind, kinds),
  ];
}

const FIELDS: Readonly<Record<string, keyof Names>> = {
  PluralConflict: 'plural',
  SingularConflict: 'singular',
  ShortNamesConflict: 'shortNames',
  KindConflict: 'kind',
  ListKindConflict: 'listKind',
};

/** What is not in conflict is taken; of the rest stays what there was. */
function accepted(wanted: Names, before: Names | undefined, conflicts: readonly Conflict[]): Names {
  const lost = new Set(conflicts.map(({ reason }) => FIELDS[reason]));
  const kept = Object.entries(wanted).filter(([name]) => !lost.has(name as keyof Names));
  const old = Object.entries(before ?? {}).filter(([name]) => lost.has(name as keyof Names));
  return { plural: '', kind: '', ...Object.fromEntries([...kept, ...old]) };
}

/** The last conflict found is the one that is told. */
function namesCondition(conflicts: readonly Conflict[]) {
  const last = conflicts.at(-1);
  if (last === undefined)
    return { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' };
  const names = conflicts.filter(({ reason }) => reason === last.reason).map(({ name }) => name);
  const texts = names.map((name) => `${JSON.stringify(name)} is already in use`);
  const message = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  return { type: 'NamesAccepted', status: 'False', reason: last.reason, message };
}

/** What is served once is served on, whatever becomes of its names. */
function withEstablished(
  definition: CustomResourceDefinition,
  isAccepted: boolean,
  now: Time,
): CustomResourceDefinition {
  if (isEstablished(definition)) return definition;
  const condition = isAccepted
    ? {
        status: 'True',
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      }
    : { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
  return withCondition(definition, { type: 'Established', ...condition }, now);
}

/** Whether a look at the names can change anything. */
export function isSettled(definition: CustomResourceDefinition): boolean {
  return (
    isEstablished(definition) &&
    hasCondition(definition, 'NamesAccepted') &&
    equalJson(definition.spec.names, definition.status?.acceptedNames)
  );
}
