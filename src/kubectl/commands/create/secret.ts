import { createPrivateKey, X509Certificate } from 'node:crypto';
import { compareText } from '../../../machinery/json.ts';
import { CommandError, type Files, UsageError } from '../../command.ts';
import { commandFamily } from '../../command-family.ts';
import { bool, list, text } from '../../flags.ts';
import type { AnyObject } from '../../resources/object.ts';
import { contentHash } from './content-hash.ts';
import { defineGenerator, type Naming, newMetadata, newObject } from './generator.ts';
import {
  type Add,
  addEnvFiles,
  addFiles,
  addLiterals,
  keyFaults,
  sourceFlags,
  sourcesOf,
} from './key-sources.ts';

const appendHash = bool('append-hash', { help: 'Put a hash of the content behind the name.' });

const generic = defineGenerator({
  name: 'generic',
  usage:
    'generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  short: 'Create a secret from a local file, directory, or literal value',
  examples: [
    'kubectl create secret generic login --from-literal=user=me --from-literal=password=hidden',
    'kubectl create secret generic key --from-file=ssh-privatekey=id_rsa',
  ],
  flags: { ...sourceFlags('secret'), appendHash, type: text('type', { help: 'The type of the secret.' }) },
  complete: (given, name) => ({ ...given, sources: sourcesOf(given, name) }),
  generate: ({ sources, type, appendHash: hash }, naming, context) =>
    newSecret(naming, type, hash, (add) => {
      addLiterals(sources.literals, add);
      addFiles(sources.files, context.files, add);
      addEnvFiles(sources.envFiles, 'secret', context, add);
    }),
  failure: () => 'failed to create secret',
});

const tls = defineGenerator({
  name: 'tls',
  usage: 'tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]',
  short: 'Create a TLS secret',
  examples: ['kubectl create secret tls site --cert=site.crt --key=site.key'],
  flags: {
    appendHash,
    cert: text('cert', { help: 'File with the certificate (PEM).' }),
    key: text('key', { help: "File with the certificate's private key (PEM)." }),
  },
  complete: (given) => {
    if (given.key === '' || given.cert === '') throw new UsageError('key and cert must be specified');
    return given;
  },
  generate: ({ cert, key, appendHash: hash }, naming, { files }) => {
    const pair = { cert: readFile(cert, files), key: readFile(key, files) };
    checkPair(pair.cert, pair.key);
    return newSecret(naming, 'kubernetes.io/tls', hash, (add) => {
      add('tls.crt', pair.cert);
      add('tls.key', pair.key);
    });
  },
  failure: () => 'failed to create secret',
});

const dockerRegistry = defineGenerator({
  name: 'docker-registry',
  usage:
    'docker-registry NAME --docker-username=user --docker-password=password --docker-email=email ' +
    '[--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]',
  short: 'Create a secret for use with a Docker registry',
  examples: [
    'kubectl create secret docker-registry pull --docker-server=registry.example.com --docker-username=me --docker-password=hidden',
  ],
  flags: {
    appendHash,
    dockerEmail: text('docker-email', { help: 'The e-mail address.' }),
    dockerPassword: text('docker-password', { help: 'The password.' }),
    dockerServer: text('docker-server', { default: 'https://index.docker.io/v1/', help: 'The registry.' }),
    dockerUsername: text('docker-username', { help: 'The user name.' }),
    fromFile: list('from-file', { help: 'File with a Docker configuration (.docker/config.json).' }),
  },
  complete: (given) => {
    const { fromFile, dockerUsername: user, dockerPassword: password, dockerServer: server } = given;
    if (fromFile.length === 0 && (user === '' || password === '' || server === '')) {
      throw new UsageError(
        'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
      );
    }
    return given;
  },
  generate: (given, naming, { files }) =>
    newSecret(naming, 'kubernetes.io/dockerconfigjson', given.appendHash, (add) => {
      const sources = given.fromFile.map((source) =>
        source.includes('=') ? source : `${DOCKER_KEY}=${source}`,
      );
      addFiles(sources, files, add);
      if (sources.length === 0) add(DOCKER_KEY, Buffer.from(JSON.stringify(dockerConfig(given))));
    }),
  failure: () => 'failed to create secret',
});

const DOCKER_KEY = '.dockerconfigjson';

/** `kubectl create secret`. */
export const createSecret = commandFamily({
  name: 'secret',
  usage: 'secret (docker-registry | generic | tls)',
  short: 'Create a secret using a specified subcommand',
  long: 'Create a secret: from files and literals (generic), for a registry (docker-registry), or a certificate (tls).',
  helpTo: 'stderr',
  commands: [dockerRegistry, generic, tls].map((command) => ({
    name: command.name,
    short: command.short,
    load: async () => command,
  })),
});

function newSecret(naming: Naming, type: string, hash: boolean, fill: (add: Add) => void): AnyObject {
  const found: Record<string, string> = {};
  fill((key, bytes) => {
    const faults = keyFaults(key);
    if (faults.length > 0) {
      throw new CommandError(`${JSON.stringify(key)} is not valid key name for a Secret ${faults.join(';')}`);
    }
    if (Object.hasOwn(found, key)) {
      throw new CommandError(`cannot add key ${key}, another key by that name already exists`);
    }
    found[key] = Buffer.from(bytes).toString('base64');
  });
  const data = Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => compareText(a, b)));
  const end = hash ? `-${contentHash({ kind: 'Secret', type, name: naming.name, data })}` : '';
  return newObject('v1', 'Secret', {
    metadata: newMetadata({ ...naming, name: `${naming.name}${end}` }),
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(type === '' ? {} : { type }),
  });
}

function dockerConfig(given: {
  readonly dockerServer: string;
  readonly dockerUsername: string;
  readonly dockerPassword: string;
  readonly dockerEmail: string;
}) {
  const { dockerServer, dockerUsername: username, dockerPassword: password, dockerEmail: email } = given;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return { auths: { [dockerServer]: { username, password, ...(email === '' ? {} : { email }), auth } } };
}

function readFile(path: string, files: Files): Uint8Array {
  if (files.stat(path) !== undefined) return files.readBytes(path);
  throw new CommandError(`Cannot read file ${path}, open ${path}: no such file or directory`);
}

/** What Go's tls package finds wrong with a certificate and its key. */
function checkPair(cert: Uint8Array, key: Uint8Array): void {
  if (!hasPem(cert, 'CERTIFICATE'))
    throw new CommandError('tls: failed to find any PEM data in certificate input');
  if (!hasPem(key, 'PRIVATE KEY')) throw new CommandError('tls: failed to find any PEM data in key input');
  if (!matching(cert, key)) throw new CommandError('tls: private key does not match public key');
}

const hasPem = (bytes: Uint8Array, what: string): boolean =>
  new RegExp(`-----BEGIN [A-Z ]*${what}-----`).test(Buffer.from(bytes).toString('latin1'));

function matching(cert: Uint8Array, key: Uint8Array): boolean {
  try {
    return new X509Certificate(Buffer.from(cert)).checkPrivateKey(createPrivateKey(Buffer.from(key)));
  } catch {
    return false;
  }
}
