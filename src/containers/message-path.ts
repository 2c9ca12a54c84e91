import type { Container } from '../kinds/core/pod/types.ts';

/** The file that a container leaves its last words in; the kubelet mounts it. */
export const messagePath = ({ terminationMessagePath }: Pick<Container, 'terminationMessagePath'>): string =>
  terminationMessagePath ?? '/dev/termination-log';
