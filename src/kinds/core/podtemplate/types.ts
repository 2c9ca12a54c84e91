import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { PodTemplateSpec } from '../pod/types.ts';

export interface PodTemplate extends KubeObject {
  readonly template: PodTemplateSpec;
}
