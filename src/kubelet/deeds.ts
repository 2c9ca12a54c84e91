import { entryPoint } from '../containers/entry-point.ts';
import { environmentOf } from '../containers/environment.ts';
import { Namespace } from '../kinds/core/namespace/kind.ts';
import { Secret } from '../kinds/core/secret/kind.ts';
import type { Place, Sync } from './sync.ts';

/** A Secret that a program leaves in the cluster. */
interface Left {
  readonly name: string;
  readonly namespace: string;
  readonly type: string;
  /** Which keys hold certificates, and which a private key. */
  readonly certificates: readonly string[];
  readonly key: string;
}

/** Programs that make certificates for others of their application, by their images. Undefined: not with these words. */
const makers: readonly (readonly [
  image: RegExp,
  left: (words: readonly string[], namespace: string) => readonly Left[],
])[] = [
  [/\/kube-webhook-certgen(?:[:@]|$)/, webhookCertificates],
  [/\/contour(?:[:@]|$)/, contourCertificates],
];

/** What a well-known program has done in the cluster when it ends well: others wait for its Secrets. */
export function doDeeds(sync: Sync, { container }: Place): void {
  const { image = '' } = container;
  const maker = makers.find(([pattern]) => pattern.test(image));
  if (maker === undefined) return;
  const { pod, context } = sync;
  const words = entryPoint(container, environmentOf(pod, container, context.client));
  for (const left of maker[1](words, pod.metadata.namespace ?? '')) leave(sync, left);
}

function leave({ context, pod }: Sync, { name, namespace, type, certificates, key }: Left): void {
  const { client, rng } = context;
  const home = client.find(Namespace, { namespace: '', name: namespace });
  const isOpen = home !== undefined && home.metadata.deletionTimestamp === undefined;
  if (!isOpen || client.find(Secret, { namespace, name }) !== undefined) return;
  const body = (part: string): string =>
    `${btoa(rng.fork(`${pod.metadata.uid}/${name}/${part}`).hex(480))}\n`;
  const block = (what: string, part: string): string =>
    btoa(`-----BEGIN ${what}-----\n${body(part)}-----END ${what}-----\n`);
  const data = Object.fromEntries([
    ...certificates.map((part) => [part, block('CERTIFICATE', part)]),
    [key, block('EC PRIVATE KEY', key)],
  ]);
  client.create(Secret, { metadata: { namespace, name }, type, data });
}

/** `create --secret-name=S --namespace=N`: what admission webhooks are reached with. */
function webhookCertificates(words: readonly string[], home: string): readonly Left[] {
  const name = flag(words, 'secret-name');
  if (!words.includes('create') || name === undefined) return [];
  const namespace = flag(words, 'namespace') ?? home;
  return [{ name, namespace, type: 'Opaque', certificates: ['ca', 'cert'], key: 'key' }];
}

/** `contour certgen --kube`: what Contour and Envoy know one another by. */
function contourCertificates(words: readonly string[], home: string): readonly Left[] {
  if (!words.includes('certgen') || !words.includes('--kube')) return [];
  const namespace = flag(words, 'namespace') ?? home;
  return ['contourcert', 'envoycert'].map((name) => ({
    name,
    namespace,
    type: 'kubernetes.io/tls',
    certificates: ['ca.crt', 'tls.crt'],
    key: 'tls.key',
  }));
}

const flag = (words: readonly string[], name: string): string | undefined =>
  words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
