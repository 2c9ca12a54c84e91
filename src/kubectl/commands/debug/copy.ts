import type { Container, Pod, PodSpec } from '../../../kinds/core/pod/types.ts';
import { createObject } from '../../change.ts';
import { CommandError, type Context } from '../../command.ts';
import { deleteObject } from '../../deletion.ts';
import type { AnyObject } from '../../resources/object.ts';
import type { Info } from '../../resources/selection.ts';
import { containersOf } from '../logs/sources.ts';
import { customized, environmentOf, newContainer } from './container.ts';
import { debuggerName } from './names.ts';
import type { DebugOptions } from './options.ts';
import { PROFILES, secured, strippedSpec } from './profiles.ts';
import type { Debugging } from './session.ts';
import { warnOfUser } from './user-warning.ts';

/** Makes a copy of the pod, with a container more or with one that is different. */
export async function debugCopy(
  info: Info,
  pod: Pod,
  options: DebugOptions,
  custom: unknown,
  context: Context,
): Promise<Debugging> {
  const { namespace = '' } = pod.metadata;
  const { spec, container } = copiedSpec(pod, options, custom, context);
  const changed = spec.containers.find(({ name }) => name === container);
  if (changed !== undefined) warnOfUser(changed, spec, context);
  const copy = { apiVersion: 'v1', kind: 'Pod', metadata: copiedMetadata(pod, container, options), spec };
  const made = await createObject(context, info.mapping, namespace, copy as AnyObject, {
    fieldManager: 'kubectl',
  });
  if (options.replace) {
    const deletion = { propagation: 'Background', gracePeriod: 0, dryRun: 'none' } as const;
    await deleteObject(context, { ...info, namespace, name: pod.metadata.name }, deletion);
  }
  return { pod: made as AnyObject & Pod, container };
}

function copiedMetadata({ metadata }: Pod, container: string, { copyTo, kept, profile }: DebugOptions) {
  const { stripsCopies } = PROFILES[profile];
  // A copy without a container to debug with knows no profile.
  const isWhole = container === '';
  const { namespace, labels, annotations } = metadata;
  const keepsLabels = isWhole || (stripsCopies && kept.labels);
  const keepsAnnotations = isWhole || !stripsCopies || kept.annotations;
  return {
    name: copyTo,
    namespace,
    ...(keepsLabels && labels !== undefined ? { labels } : {}),
    ...(keepsAnnotations && annotations !== undefined ? { annotations } : {}),
  };
}

interface Copied {
  readonly spec: PodSpec;
  /** The container to debug with; '' where only images were set. */
  readonly container: string;
}

function copiedSpec(pod: Pod, options: DebugOptions, custom: unknown, context: Context): Copied {
  const { setImage, container: asked, profile } = options;
  const base = baseSpec(pod.spec, options);
  const isThere = containersOf({ ...pod, spec: base }).some(({ name }) => name === asked);
  if (!isThere && options.image === '') {
    if (setImage.size > 0) return { spec: base, container: '' };
    throw new CommandError('you must specify image when creating new container');
  }
  const name = isThere ? asked : debuggerName({ ...pod, spec: base }, options, context);
  const added = isThere ? [] : [newContainer(name, options)];
  const stripped = PROFILES[profile].stripsCopies ? strippedSpec(base, options.kept) : base;
  const finished = (container: Container): Container =>
    container.name === name
      ? customized(secured(changed(container, options), PROFILES[profile], 'copy'), custom, context)
      : container;
  const { initContainers, containers } = stripped;
  return {
    spec: {
      ...stripped,
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(finished) }),
      containers: [...containers, ...added].map(finished),
    },
    container: name,
  };
}

/** What is the same whether a container comes or not. */
function baseSpec(spec: PodSpec, { setImage, sameNode, shareProcesses }: DebugOptions): PodSpec {
  const { ephemeralContainers: _, nodeName, ...rest } = spec;
  return {
    ...rest,
    ...(sameNode && nodeName !== undefined ? { nodeName } : {}),
    ...(shareProcesses === undefined ? {} : { shareProcessNamespace: shareProcesses }),
    containers: spec.containers.map((container) => {
      const image = setImage.get(container.name) ?? setImage.get('*') ?? '';
      return image === '' ? container : { ...container, image };
    }),
  };
}

/** A container with what the flags say; what they do not say stays. */
function changed(container: Container, options: DebugOptions): Container {
  const { words, argumentsOnly, image, imagePullPolicy, stdin, tty } = options;
  const { stdin: _, tty: __, ...before } = container;
  const { args: ___, ...withoutArgs } = before;
  const base = words.length > 0 && !argumentsOnly ? withoutArgs : before;
  const env = environmentOf(options);
  return {
    ...base,
    ...(words.length === 0 ? {} : argumentsOnly ? { args: words } : { command: words }),
    ...(env.length === 0 ? {} : { env }),
    ...(image === '' ? {} : { image }),
    ...(imagePullPolicy === '' ? {} : { imagePullPolicy }),
    ...(stdin ? { stdin } : {}),
    ...(tty ? { tty } : {}),
  } as Container;
}
