import { daemonSetRollout } from './daemonset/rollout.ts';
import { deploymentRollout } from './deployment/rollout.ts';
import type { RolloutFace } from './rollout-face.ts';
import { statefulSetRollout } from './statefulset/rollout.ts';

/** Kinds that roll out, by `kind.group`. */
const faces: Readonly<Record<string, RolloutFace>> = {
  'DaemonSet.apps': daemonSetRollout,
  'Deployment.apps': deploymentRollout,
  'StatefulSet.apps': statefulSetRollout,
};

export function rolloutFaceOf(kind: string, group: string): RolloutFace | undefined {
  return faces[`${kind}.${group}`];
}
