import type { KubeObject } from '../../../machinery/object-meta.ts';

/** Keeps a pod from vanishing before its Job has counted it (J-4). */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';

export const isTracked = ({ metadata }: KubeObject): boolean =>
  metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;
