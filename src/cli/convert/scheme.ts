import { apiVersionOf } from '../../apiserver/registry.ts';
import { formerVersions } from '../../kinds/former/index.ts';
import { kinds } from '../../kinds/index.ts';
import type { Kind } from '../../kinds/kind.ts';
import { decodeStruct } from '../../kinds/schema/decode.ts';
import type { Fields } from '../../machinery/json.ts';
import type { KubeObject } from '../../machinery/object-meta.ts';

/** How errors of kubectl-convert call the place where its kinds are registered. */
const SCHEME = 'k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30';

/** An object of a manifest with all defaults, as it is stored today. */
export interface Decoded {
  readonly kind: Kind;
  readonly object: KubeObject;
}

/** Reads an object of a version that is served, or once was. Throws what kubectl-convert says of others. */
export function decodeAny(raw: Fields): Decoded {
  const apiVersion = String(raw['apiVersion'] ?? '');
  const name = String(raw['kind'] ?? '');
  const former = formerVersions.find((one) => one.apiVersion === apiVersion && one.kind.kind === name);
  const kind: Kind | undefined = former?.kind ?? served(apiVersion, name);
  if (kind === undefined) {
    throw new Error(`no kind "${name}" is registered for version "${apiVersion}" in scheme "${SCHEME}"`);
  }
  const renewed = former === undefined ? raw : former.renewed(raw);
  const decoded = asGo(kind, { ...renewed, apiVersion: apiVersionOf(kind), kind: name });
  const stored: Kind = kind.face?.of ?? kind;
  return { kind: stored, object: stored.defaults(kind.face?.stored(decoded) ?? decoded) };
}

/** The object in a version: the one that is asked for, or the newest. Throws where the kind is not served in it. */
export function encodeAs({ kind, object }: Decoded, apiVersion: string): KubeObject {
  const target = apiVersion === '' ? kind : served(apiVersion, kind.kind);
  if (target === undefined || (target.face?.of ?? target) !== kind) throw new NotSuitable(kind, apiVersion);
  const shown = target.face?.shown(object) ?? object;
  return asGo(target, { ...shown, apiVersion: apiVersionOf(target) });
}

/** The kind has no such version. */
export class NotSuitable extends Error {
  constructor({ group, kind }: Kind, apiVersion: string) {
    const type = `${group.split('.')[0] || 'core'}.${kind}`;
    super(`${type} is not suitable for converting to "${apiVersion}" in scheme "${SCHEME}"`);
  }
}

const served = (apiVersion: string, name: string): Kind | undefined =>
  kinds.find(
    (kind) => kind.kind === name && apiVersionOf(kind) === apiVersion && kind.computed === undefined,
  );

function asGo(kind: Kind, object: Fields): KubeObject {
  return decodeStruct(kind.schema, object, (text) => {
    throw new Error(text);
  }) as KubeObject;
}
