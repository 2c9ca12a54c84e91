import { type Fields, isFields } from '../../machinery/json.ts';
import { filled, partOf, withoutField, withPart } from './parts.ts';

/** Stands for "no limit" where a version knew no default. */
const UNLIMITED = 2 ** 31 - 1;
const ROLLBACK_ANNOTATION = 'deprecated.deployment.rollback.to';
const GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';

type Renewed = (object: Fields) => Fields;

/** Before apps/v1beta2 the labels of the template stood in for a selector and for the object's own labels. */
export function labelledByTemplate(object: Fields): Fields {
  const { labels } = partOf(partOf(partOf(object, 'spec'), 'template'), 'metadata');
  if (!isFields(labels)) return object;
  const selected = withPart(object, 'spec', (spec) => filled(spec, { selector: { matchLabels: labels } }));
  return withPart(selected, 'metadata', (metadata) =>
    Object.keys(partOf(metadata, 'labels')).length > 0 ? metadata : { ...metadata, labels },
  );
}

/** A rollback that was asked for in the spec travels as an annotation. */
function withRollbackNoted(object: Fields): Fields {
  const rollback = partOf(object, 'spec')['rollbackTo'];
  const bare = withPart(object, 'spec', (spec) => withoutField(spec, 'rollbackTo'));
  if (!isFields(rollback)) return bare;
  return annotated(bare, ROLLBACK_ANNOTATION, String(rollback['revision'] ?? 0));
}

function annotated(object: Fields, name: string, value: string): Fields {
  return withPart(object, 'metadata', (metadata) =>
    withPart(metadata, 'annotations', (annotations) => ({ ...annotations, [name]: value })),
  );
}

function withRollingUpdate(spec: Fields, strategy: string, defaults: Fields): Fields {
  return withPart(spec, strategy, (update) =>
    update['type'] === 'RollingUpdate' || isFields(update['rollingUpdate'])
      ? withPart(update, 'rollingUpdate', (rolling) => filled(rolling, defaults))
      : update,
  );
}

/** extensions/v1beta1: one pod at a time, and neither a history limit nor a deadline. */
export const extensionsDeployment: Renewed = (object) =>
  withPart(withRollbackNoted(labelledByTemplate(object)), 'spec', (spec) => {
    const typed = withPart(spec, 'strategy', (strategy) => filled(strategy, { type: 'RollingUpdate' }));
    const rolled = withRollingUpdate(typed, 'strategy', { maxUnavailable: 1, maxSurge: 1 });
    return filled(rolled, { progressDeadlineSeconds: UNLIMITED, revisionHistoryLimit: UNLIMITED });
  });

/** apps/v1beta1: two old ReplicaSets were kept. */
export const appsBetaDeployment: Renewed = (object) =>
  withPart(withRollbackNoted(labelledByTemplate(object)), 'spec', (spec) =>
    filled(spec, { revisionHistoryLimit: 2 }),
  );

/** apps/v1beta1: pods were only replaced when somebody deleted them. */
export const appsBetaStatefulSet: Renewed = (object) =>
  withPart(labelledByTemplate(object), 'spec', (spec) =>
    withPart(spec, 'updateStrategy', (strategy) => filled(strategy, { type: 'OnDelete' })),
  );

/** extensions/v1beta1: likewise. */
export const extensionsDaemonSet: Renewed = (object) =>
  withPart(withGenerationNoted(labelledByTemplate(object)), 'spec', (spec) =>
    withPart(spec, 'updateStrategy', (strategy) => filled(strategy, { type: 'OnDelete' })),
  );

/** The count of template changes that the spec once had; today's version always notes it when it is converted to. */
export function withGenerationNoted(object: Fields): Fields {
  const noted = partOf(partOf(object, 'metadata'), 'annotations')[GENERATION_ANNOTATION];
  const generation = partOf(object, 'spec')['templateGeneration'] ?? noted ?? 0;
  const bare = withPart(object, 'spec', (spec) => withoutField(spec, 'templateGeneration'));
  return annotated(bare, GENERATION_ANNOTATION, String(generation));
}
