import type { KubeconfigFile } from '../../kubeconfig.ts';
import type { AnyObject } from '../../resources/object.ts';
import { type Entry, entryOf, inOrder, namesIn, SECTIONS, type Section } from './entries.ts';

/** Fields that stand there also when they are empty. */
const ALWAYS: Readonly<Partial<Record<Section, Entry>>> = { contexts: { cluster: '', user: '' } };

/** A kubeconfig with its lists and fields in kubectl's order. */
export const wholeForm = (file: KubeconfigFile): AnyObject => formOf(file, (entry) => entry);

/** The same without its secrets. */
export const redactedForm = (file: KubeconfigFile): AnyObject => formOf(file, redacted);

function formOf(file: KubeconfigFile, shown: (entry: Entry) => Entry): AnyObject {
  const list = (section: Section): readonly Entry[] | null => {
    const names = namesIn(file, section);
    if (names.length === 0) return null;
    return names.map((name) => {
      const entry = inOrder(section, { ...ALWAYS[section], ...entryOf(file, section, name) });
      return { name, [SECTIONS[section]]: shown(entry) };
    });
  };
  return {
    kind: 'Config',
    apiVersion: 'v1',
    preferences: file.preferences ?? {},
    clusters: list('clusters'),
    users: list('users'),
    contexts: list('contexts'),
    'current-context': file['current-context'] ?? '',
  } as Entry as AnyObject;
}

const OMITTED = ['certificate-authority-data', 'client-certificate-data', 'client-key-data'];
const REDACTED = ['token', 'password'];

function redacted(entry: Entry): Entry {
  return Object.fromEntries(
    Object.entries(entry).map(([field, value]) => {
      if (OMITTED.includes(field)) return [field, 'DATA+OMITTED'];
      return [field, REDACTED.includes(field) ? 'REDACTED' : value];
    }),
  );
}
