import type { Ingress } from './types.ts';

/** The annotation that named the class before there was a field for it. */
export const OLD_CLASS = 'kubernetes.io/ingress.class';

/** The class of an Ingress: its field, or the annotation of old. */
export const classOf = ({ metadata, spec }: Ingress): string | undefined =>
  spec?.ingressClassName ?? metadata.annotations?.[OLD_CLASS];
