import { load } from 'js-yaml';
import { kinds } from '../../../src/kinds/index.ts';
import type { AnyKind } from '../../../src/kinds/kind.ts';
import { decode } from '../../../src/kinds/schema/decode.ts';
import { assert } from '../../../src/machinery/assert.ts';
import { fieldErrorText, invalid } from '../../../src/machinery/field-path.ts';
import type { KubeObject, Uid } from '../../../src/machinery/object-meta.ts';
import { loadFieldTree } from './schema/load.ts';

loadFieldTree();

interface Head {
  readonly apiVersion: string;
  readonly kind: string;
}

export function kindOf({ apiVersion, kind }: Head): AnyKind {
  const found = kinds.find(
    (one) =>
      one.kind === kind && (one.group === '' ? one.version : `${one.group}/${one.version}`) === apiVersion,
  );
  assert(found, `no kind ${apiVersion} ${kind}`);
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read objects of all kinds
type Loose = any;

/** A manifest decoded and defaulted. */
export function defaulted(yaml: string): Loose {
  const manifest = load(yaml) as Head;
  const kind = kindOf(manifest);
  return kind.defaults(decode(kind.schema, manifest, manifest).object);
}

/** The identity of objects that are given none. */
const UID = 'b25d4769-ce28-47c4-830b-327ed539dce3' as Uid;

/** A manifest as far as the strategy makes an object of it. */
export function created(yaml: string): Loose {
  const object = defaulted(yaml) as KubeObject;
  const metadata = { ...object.metadata, namespace: 'default', uid: object.metadata.uid ?? UID };
  return kindOf(object).prepareForCreate({ ...object, metadata });
}

/** What is wrong with a new object, as texts: its name, and what its kind says. */
export function faultsOf(object: KubeObject): readonly string[] {
  const { name } = object.metadata;
  const kind = kindOf(object);
  const named = kind.nameRule(name, false).map((text) => invalid('metadata.name', name, text));
  return [...named, ...kind.validate(object)].map(fieldErrorText);
}

/** What is wrong with a change, as texts; each once. */
export function updateFaults(object: KubeObject, before: KubeObject): readonly string[] {
  const kind = kindOf(object);
  const faults = kind.validateUpdate(kind.prepareForUpdate(object, before), before);
  return [...new Set(faults.map(fieldErrorText))];
}
