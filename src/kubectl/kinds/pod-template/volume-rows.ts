import { type Fields, isFields } from '../../../machinery/json.ts';
import { goSprint } from '../../output/go-format.ts';
import { goList } from '../page.ts';

/** One line about a volume's source. */
export type Row = readonly [title: string, text: (source: Fields) => string];

export const text = (title: string, field: string, none = ''): Row => [
  `${title}:`,
  (source) => (source[field] === undefined ? none : goSprint(source[field])),
];
export const flag = (title: string, field: string): Row => text(title, field, 'false');
export const number = (title: string, field: string): Row => text(title, field, '0');
export const strings = (title: string, field: string): Row => [
  `${title}:`,
  (source) => goList(source[field] as readonly string[] | undefined),
];

/** Go prints an unset reference as nil, a set one like a struct. */
export const reference = (kind: 'LocalObjectReference' | 'SecretReference'): Row => [
  'SecretRef:',
  ({ secretRef }) => {
    if (!isFields(secretRef)) return 'nil';
    const name = `Name:${secretRef['name'] ?? ''},`;
    const namespace = kind === 'SecretReference' ? `Namespace:${secretRef['namespace'] ?? ''},` : '';
    return `&${kind}{${name}${namespace}}`;
  },
];
export const inReference = (title: string, field: string): Row => [
  `${title}:`,
  ({ secretRef }) => (isFields(secretRef) ? String(secretRef[field] ?? '') : ''),
];
