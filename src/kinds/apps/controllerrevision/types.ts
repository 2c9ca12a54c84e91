import type { Json } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';

export interface ControllerRevision extends KubeObject {
  /** The state of one moment, as its controller wrote it: `{"spec":{"template":{...}}}`. */
  readonly data?: Json;
  readonly revision: number;
}
