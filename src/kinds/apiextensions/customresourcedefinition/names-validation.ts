import { type FieldError, invalid, required } from '../../../machinery/field-path.ts';
import { dns1035Label } from '../../../machinery/names.ts';
import type { Names } from './types.ts';

const REQUIRED = ['plural', 'singular', 'kind', 'listKind'] as const;

/** ValidateCustomResourceDefinitionNames, and that they are there. */
export function validateNames(names: Partial<Names>, field: string): readonly FieldError[] {
  const { kind = '', listKind = '', shortNames = [], categories = [] } = names;
  return [
    ...REQUIRED.flatMap((name) => (names[name] ? [] : [required(`${field}.${name}`)])),
    ...(['plural', 'singular'] as const).flatMap((name) => label(names[name] ?? '', `${field}.${name}`)),
    ...(['kind', 'listKind'] as const).flatMap((name) =>
      mixedCaseLabel(names[name] ?? '', `${field}.${name}`),
    ),
    ...shortNames.flatMap((name, i) => joined(name, `${field}.shortNames[${i}]`)),
    ...(kind !== '' && kind === listKind
      ? [invalid(`${field}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...categories.flatMap((name, i) => joined(name, `${field}.categories[${i}]`)),
  ];
}

const label = (name: string, field: string): readonly FieldError[] =>
  name === '' ? [] : joined(name, field);

function joined(name: string, field: string): readonly FieldError[] {
  const texts = dns1035Label(name);
  return texts.length === 0 ? [] : [invalid(field, name, texts.join(','))];
}

function mixedCaseLabel(name: string, field: string): readonly FieldError[] {
  const texts = name === '' ? [] : dns1035Label(name.toLowerCase());
  if (texts.length === 0) return [];
  return [invalid(field, name, `may have mixed case, but should otherwise match: ${texts.join(',')}`)];
}
