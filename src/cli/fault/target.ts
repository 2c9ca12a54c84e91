import { fetchObject } from '../../kubectl/api.ts';
import { type Context, UsageError } from '../../kubectl/command.ts';
import { resourcePath } from '../../kubectl/resources/mapper.ts';
import { type AnyObject, valueAt } from '../../kubectl/resources/object.ts';
import type { FaultTarget } from '../../simulation/faults.ts';
import { labelsFrom } from '../node/wishes.ts';
import { resourceNamed } from '../resource.ts';

export interface TargetWords {
  /** TYPE/NAME each. */
  readonly objects: readonly string[];
  readonly image: string;
  readonly container: string;
  readonly node: string;
  readonly selector: readonly string[];
  readonly allNamespaces: boolean;
}

/** What the words aim at: one target for each object, or one for all that the flags say. */
export async function targetsFrom(words: TargetWords, context: Context): Promise<readonly FaultTarget[]> {
  const { image, container, node, selector, allNamespaces } = words;
  const { namespace } = context.config;
  const common: FaultTarget = {
    ...(image === '' ? {} : { image }),
    ...(container === '' ? {} : { container }),
    ...(node === '' ? {} : { node }),
  };
  if (words.objects.length === 0) {
    const isNarrow = image !== '' || node !== '' || container !== '' || selector.length > 0;
    if (!isNarrow && !allNamespaces)
      throw new UsageError('say of what: TYPE/NAME, --image, --container, --node, -l, or -A for everything');
    const labels = selector.length === 0 ? {} : { labels: labelsFrom(selector) };
    return [{ ...common, ...labels, ...(allNamespaces || node !== '' ? {} : { namespace }) }];
  }
  const targets: FaultTarget[] = [];
  for (const word of words.objects) targets.push({ ...(await objectTarget(word, context)), ...common });
  return targets;
}

/** A node, a pod, or the pods of whatever has a pod template, by the template's labels. */
async function objectTarget(word: string, context: Context): Promise<FaultTarget> {
  const [type = '', name, ...rest] = word.split('/');
  if (name === undefined || name === '' || rest.length > 0)
    throw new UsageError(`${JSON.stringify(word)} names nothing: write TYPE/NAME, like pod/web-0`);
  const mapping = await resourceNamed(type, context);
  const { namespace } = context.config;
  const object = await fetchObject<AnyObject>(context, 'GET', resourcePath(mapping, namespace, name));
  if (mapping.resource === 'nodes') return { node: name };
  if (mapping.resource === 'pods') return { namespace, pod: name };
  const template =
    valueAt(object, 'spec', 'template') ?? valueAt(object, 'spec', 'jobTemplate', 'spec', 'template');
  const labels = valueAt(template as AnyObject, 'metadata', 'labels');
  if (labels === undefined)
    throw new UsageError(`${word} has no pods: name a node, a pod, or what has a pod template`);
  return { namespace, labels: labels as NonNullable<FaultTarget['labels']> };
}

/** The target as one reads it. */
export function targetText({ namespace, pod, labels, node, container, image }: FaultTarget): string {
  const selector = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const words = [
    ...(pod === undefined ? [] : [`pod ${namespace}/${pod}`]),
    ...(selector.length === 0 ? [] : [`pods with ${selector.join(',')}`]),
    ...(pod === undefined && namespace !== undefined ? [`in namespace ${namespace}`] : []),
    ...(node === undefined ? [] : [`node ${node}`]),
    ...(container === undefined ? [] : [`container ${container}`]),
    ...(image === undefined ? [] : [`image ${image}`]),
  ];
  return words.length === 0 ? 'everything' : words.join(', ');
}
