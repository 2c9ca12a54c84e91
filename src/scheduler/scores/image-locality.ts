import { SCORE_MOST, type Score } from '../framework.ts';

const MEBI = 1024 * 1024;
const LEAST = 23 * MEBI;
const MOST_A_CONTAINER = 1000 * MEBI;

/** Nodes that already have the pod's images, by size and by how widely they are spread (S-27). */
export const imageLocality: Score = {
  name: 'ImageLocality',
  weight: 1,
  scope: 'cluster',
  prepare: ({ pod }, view) => {
    const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
    const images = containers
      .map(({ image = '' }) => withTag(image))
      .filter((image) => view.nodesWithImage(image) > 0);
    if (images.length === 0) return undefined;
    const most = MOST_A_CONTAINER * containers.length;
    return {
      score: ({ images: present }) => {
        let sum = 0;
        for (const image of images) {
          const size = present.get(image);
          if (size !== undefined) sum += Math.trunc(size * (view.nodesWithImage(image) / view.nodes.length));
        }
        const held = Math.min(Math.max(sum, LEAST), most);
        return Math.trunc((SCORE_MOST * (held - LEAST)) / (most - LEAST));
      },
    };
  },
};

/** A name without a tag means `latest`; a colon before the last slash is a registry's port. */
function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}
