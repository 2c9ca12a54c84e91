import type { Deployment } from '../../../kinds/apps/deployment/types.ts';
import type { ReplicaSet } from '../../../kinds/apps/replicaset/types.ts';
import type { PodTemplateSpec } from '../../../kinds/core/pod/types.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { CommandError } from '../../command.ts';
import { listQuery } from '../describer.ts';
import { selectorText } from '../pods-status.ts';
import {
  CHANGE_CAUSE,
  defineRollout,
  type Progress,
  type Revision,
  revisionNotFound,
} from '../rollout-face.ts';
import { equalTemplates, generationsOf, withoutHash } from './replicasets.ts';

const REVISION = 'deployment.kubernetes.io/revision';

export const deploymentRollout = defineRollout<Deployment>({
  status,
  historyQuery: ({ metadata, spec }) =>
    listQuery('/apis/apps/v1', metadata.namespace, 'replicasets', {
      labelSelector: selectorText(spec.selector),
    }),
  revisions: (object, kept) => byNumber(states(object, kept)),
  target,
  dryRunPrefix: '',
  rollback: (object, { template, object: replicaSet }) => {
    if (object.spec.paused === true) {
      throw new CommandError(
        "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
      );
    }
    if (equalTemplates(template, object.spec.template)) return { type: 'already there' };
    return { type: 'patch', format: 'json', patch: rollbackPatch(object, template, replicaSet) };
  },
  pausable: true,
});

/** K-1, in kubectl's order. */
function status({ metadata, spec, status: state = {} }: Deployment, revision: number): Progress {
  const { name, generation = 0, annotations } = metadata;
  const running = Number(annotations?.[REVISION] ?? 0);
  if (revision > 0 && revision !== running) {
    throw new CommandError(
      `desired revision (${revision}) is different from the running revision (${running})`,
    );
  }
  if (generation > (state.observedGeneration ?? 0)) {
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
  }
  const progressing = state.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') {
    throw new CommandError(`deployment ${JSON.stringify(name)} exceeded its progress deadline`);
  }
  const waiting = (what: string): Progress => ({
    text: `Waiting for deployment ${JSON.stringify(name)} rollout to finish: ${what}...\n`,
    done: false,
  });
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = state;
  if (updatedReplicas < spec.replicas) {
    return waiting(`${updatedReplicas} out of ${spec.replicas} new replicas have been updated`);
  }
  if (replicas > updatedReplicas)
    return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) {
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  }
  return { text: `deployment ${JSON.stringify(name)} successfully rolled out\n`, done: true };
}

/** The old ReplicaSets by creation, then the current one. */
function states(object: Deployment, kept: readonly KubeObject[]): readonly Revision[] {
  const { old, current } = generationsOf(object, kept as readonly ReplicaSet[]);
  return [...old, ...(current === undefined ? [] : [current])].flatMap((replicaSet) => {
    const { annotations = {} } = replicaSet.metadata;
    const number = Number(annotations[REVISION] ?? 0);
    if (!Number.isInteger(number)) return [];
    const cause = annotations[CHANGE_CAUSE] ?? '';
    return [{ number, cause, template: withCause(replicaSet.spec.template, cause), object: replicaSet }];
  });
}

/** kubectl shows the cause among the template's annotations. */
function withCause(template: PodTemplateSpec, cause: string): PodTemplateSpec {
  if (cause === '') return template;
  const annotations = { ...template.metadata?.annotations, [CHANGE_CAUSE]: cause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}

/** Where two have one number the later one counts. */
function byNumber(revisions: readonly Revision[]): readonly Revision[] {
  const table = new Map(revisions.map((revision) => [revision.number, revision]));
  return [...table.values()].toSorted((a, b) => a.number - b.number);
}

/** K-5: the second highest revision unless one is named. */
function target(object: Deployment, kept: readonly KubeObject[], revision: number): Revision {
  const all = states(object, kept).map((state) => ({ ...state, template: templateOf(state) }));
  if (revision !== 0) {
    const named = all.find(({ number }) => number === revision);
    if (named === undefined) throw revisionNotFound(revision);
    return named;
  }
  const [, previous] = all.toSorted((a, b) => b.number - a.number);
  if (previous === undefined) {
    throw new CommandError(`no rollout history found for deployment ${JSON.stringify(object.metadata.name)}`);
  }
  return previous;
}

const templateOf = ({ object }: Revision): PodTemplateSpec => (object as ReplicaSet).spec.template;

/** What belongs to the Deployment itself, or says how a ReplicaSet stands (D-12a): not taken over. */
const OWN_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]);

function rollbackPatch(object: Deployment, template: PodTemplateSpec, replicaSet: KubeObject): unknown {
  const entries = (annotations: Readonly<Record<string, string>> | undefined, own: boolean) =>
    Object.entries(annotations ?? {}).filter(([key]) => OWN_ANNOTATIONS.has(key) === own);
  const annotations = Object.fromEntries([
    ...entries(object.metadata.annotations, true),
    ...entries(replicaSet.metadata.annotations, false),
  ]);
  return [
    { op: 'replace', path: '/spec/template', value: withoutHash(template) },
    { op: 'replace', path: '/metadata/annotations', value: annotations },
  ];
}
