import { compareText } from '../../../machinery/json.ts';
import { CommandError, type Context } from '../../command.ts';
import { bool } from '../../flags.ts';
import type { AnyObject } from '../../resources/object.ts';
import { contentHash } from './content-hash.ts';
import { defineGenerator, type Naming, newMetadata, newObject } from './generator.ts';
import {
  addEnvFiles,
  addFiles,
  addLiterals,
  keyFaults,
  type Sources,
  sourceFlags,
  sourcesOf,
} from './key-sources.ts';

/** `kubectl create configmap`. */
export const createConfigMap = defineGenerator({
  name: 'configmap',
  aliases: ['cm'],
  usage:
    'configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a config map from a local file, directory or literal value',
  examples: [
    'kubectl create configmap settings --from-literal=color=blue',
    'kubectl create configmap site --from-file=html/ --from-file=conf=nginx.conf',
    'kubectl create configmap environment --from-env-file=app.env',
  ],
  flags: {
    ...sourceFlags('config map'),
    appendHash: bool('append-hash', { help: 'Put a hash of the content behind the name.' }),
  },
  complete: (given, name) => ({ sources: sourcesOf(given, name), appendHash: given.appendHash }),
  generate: ({ sources, appendHash }, naming, context) => {
    const content = collect(sources, naming, context);
    const hash = appendHash
      ? `-${contentHash({ kind: 'ConfigMap', name: naming.name, ...hashed(content) })}`
      : '';
    return newObject('v1', 'ConfigMap', {
      metadata: newMetadata({ ...naming, name: `${naming.name}${hash}` }),
      ...written('data', content.data),
      ...written('binaryData', content.binaryData),
    }) satisfies AnyObject;
  },
  failure: () => 'failed to create configmap:',
});

type Texts = Readonly<Record<string, string>>;
interface Content {
  readonly data: Texts;
  readonly binaryData: Texts;
}

function collect({ files, literals, envFiles }: Sources, { name }: Naming, context: Context): Content {
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  const add = (key: string, bytes: Uint8Array): void => {
    const faults = keyFaults(key);
    if (faults.length > 0) {
      throw new CommandError(
        `${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${faults.join(',')}`,
      );
    }
    const taken = Object.hasOwn(data, key)
      ? 'Data'
      : Object.hasOwn(binaryData, key)
        ? 'BinaryData'
        : undefined;
    if (taken !== undefined) {
      throw new CommandError(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in ${taken} for ConfigMap ${JSON.stringify(name)}`,
      );
    }
    const text = textOf(bytes);
    if (text === undefined) binaryData[key] = Buffer.from(bytes).toString('base64');
    else data[key] = text;
  };
  addFiles(files, context.files, add);
  addLiterals(literals, add);
  addEnvFiles(envFiles, 'config', context, add);
  return { data, binaryData };
}

/** The bytes as text; undefined when they are no UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const hashed = ({ data, binaryData }: Content) => ({ data, ...(isEmpty(binaryData) ? {} : { binaryData }) });

const isEmpty = (map: Texts): boolean => Object.keys(map).length === 0;

function written(field: string, map: Texts): Readonly<Record<string, Texts>> {
  if (isEmpty(map)) return {};
  return { [field]: Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => compareText(a, b))) };
}
