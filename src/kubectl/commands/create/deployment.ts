import { UsageError } from '../../command.ts';
import { integer, list } from '../../flags.ts';
import { newContainer, newTemplate } from './containers.ts';
import { defineGenerator, newMetadata, newObject } from './generator.ts';

/** `kubectl create deployment`. */
export const createDeployment = defineGenerator({
  name: 'deployment',
  aliases: ['deploy'],
  usage: 'deployment NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  examples: [
    'kubectl create deployment web --image=nginx --replicas=3 --port=80',
    'kubectl create deployment web --image=busybox -- date',
  ],
  flags: {
    image: list('image', { required: true, help: 'Images to run, one container for each.' }),
    port: integer('port', { default: -1, help: 'The port the containers listen on.' }),
    replicas: integer('replicas', {
      short: 'r',
      default: 1,
      help: 'The number of replicas; 1 unless told otherwise.',
    }),
  },
  complete: ({ image, port, replicas }, _name, command) => {
    if (image.length > 1 && command.length > 0)
      throw new UsageError('cannot specify multiple --image options and command');
    return { images: image, port, replicas, command };
  },
  generate: ({ images, port, replicas, command }, naming) => {
    const labels = { app: naming.name };
    const containers = images.map((image, i) => {
      const { name, resources, ...container } = newContainer(
        containerName(image, naming.name),
        image,
        command,
      );
      return {
        name,
        ...container,
        ...(i === 0 && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
        resources,
      };
    });
    return newObject('apps/v1', 'Deployment', {
      metadata: newMetadata(naming, { labels }),
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: newTemplate({ containers }, { labels }),
        strategy: {},
      },
      status: {},
    });
  },
  failure: () => 'failed to create deployment:',
});

/** The last part of the image without tag; a name that would be no label gets an end that sets it apart. */
function containerName(image: string, deployment: string): string {
  const [name = ''] = (image.split('/').at(-1) ?? '').split(/[:@]/);
  return /[_.]/.test(name) ? `${name.replaceAll(/[_.]/g, '-')}-${suffixOf(`${deployment}/${image}`)}` : name;
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** kubectl draws five letters; without chance of our own they follow from the names. */
function suffixOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return Array.from(
    { length: 5 },
    (_, i) => ALPHABET[Math.floor(hash / ALPHABET.length ** i) % ALPHABET.length],
  ).join('');
}
