import { forbidden } from '../../../machinery/field-path.ts';
import { equalJson } from '../../../machinery/json.ts';
import type { PartUpdate } from '../../kind.ts';
import { type Faults, together } from '../../pod-template/rules.ts';
import { goDiff } from '../../schema/go-diff/diff.ts';
import type { Pod } from './types.ts';
import { MIRROR, validateAnnotationChanges, validateAnnotationsAndSpec } from './validation.ts';

const FIELD = 'spec.ephemeralContainers';

/** `pods/NAME/ephemeralcontainers`: containers may come to a running pod this way, and then stay as they are. */
export const ephemeralContainers: PartUpdate<Pod> = { prepare, validate };

function prepare({ metadata, spec }: Pod, before: Pod): Pod {
  const { ephemeralContainers: _, ...rest } = before.spec;
  const sent = spec.ephemeralContainers;
  const { managedFields } = metadata;
  return {
    ...before,
    metadata: managedFields === undefined ? before.metadata : { ...before.metadata, managedFields },
    spec: sent === undefined || sent.length === 0 ? rest : { ...rest, ephemeralContainers: sent },
  };
}

/** ValidatePodEphemeralContainersUpdate. */
function validate(pod: Pod, before: Pod): Faults {
  if (before.metadata.annotations?.[MIRROR] !== undefined)
    return [forbidden('', 'static pods do not support ephemeral containers')];
  return together(
    validateAnnotationsAndSpec(pod),
    validateAnnotationChanges(pod, before),
    validateKept(pod, before),
  );
}

/** The order is not looked at: a patch does not keep it. */
function validateKept({ spec }: Pod, before: Pod): Faults {
  const named = new Map(spec.ephemeralContainers?.map((container) => [container.name, container]));
  return (before.spec.ephemeralContainers ?? []).flatMap((old) => {
    const container = named.get(old.name);
    const name = JSON.stringify(old.name);
    if (container === undefined)
      return [forbidden(FIELD, `existing ephemeral containers ${name} may not be removed\n`)];
    if (equalJson(container, old)) return [];
    const change = goDiff('core/v1.EphemeralContainer', old, container);
    return [forbidden(FIELD, `existing ephemeral containers ${name} may not be changed\n${change}`)];
  });
}
