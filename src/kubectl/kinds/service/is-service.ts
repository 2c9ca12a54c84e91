import type { Service } from '../../../kinds/core/service/types.ts';
import type { AnyObject } from '../../resources/object.ts';

/** Whether that stands in front of pods with ports of its own. */
export const isService = (object: AnyObject): object is AnyObject & Service =>
  object.apiVersion === 'v1' && object.kind === 'Service';
