import type { Pod } from '../../kinds/core/pod/types.ts';
import type { Service } from '../../kinds/core/service/types.ts';
import { fetchObject } from '../api.ts';
import type { Context } from '../command.ts';
import { podSelector } from '../commands/logs/pods.ts';
import { byActivity } from '../commands/logs/sources.ts';
import { fetchList } from '../related.ts';
import { select } from '../resources/builder.ts';
import type { AnyObject } from '../resources/object.ts';
import type { Completes } from './arguments.ts';
import { names, namesBelow } from './names.ts';
import { type Candidates, DIRECTIVES, only } from './words.ts';

const WITH_PODS =
  'daemonsets deployments pods jobs replicasets replicationcontrollers services statefulsets'.split(' ');

/** A pod, or what has pods; then what is in it. */
export async function inPods(
  { next }: Extract<Completes, { readonly type: 'pod' }>,
  args: readonly string[],
  part: string,
  context: Context,
): Promise<Candidates> {
  const [pod, ...more] = args;
  if (pod === undefined) return pods(part, context);
  if (more.length > 0 || next === 'nothing') return only([]);
  return only(next === 'container' ? await containers(pod, part, context) : await ports(pod, part, context));
}

async function pods(part: string, context: Context): Promise<Candidates> {
  if (part.includes('/')) return only(await namesBelow(part, context));
  const found = await names('pods', part, context);
  const owners = WITH_PODS.filter((type) => type.startsWith(part)).map((type) => `${type}/`);
  const directive = DIRECTIVES.NoFileComp + (found.length === 0 ? DIRECTIVES.NoSpace : 0);
  return { words: [...found, ...owners], directive };
}

/** Containers of a pod, or of the first one of what has pods. */
export async function containers(word: string, part: string, context: Context): Promise<readonly string[]> {
  const { initContainers = [], containers: own = [] } = (await podOf(word, context))?.spec ?? {};
  return [...initContainers, ...own].map(({ name }) => name).filter((name) => name.startsWith(part));
}

const SERVICE = /^(?:services?|svc)\/(.*)$/;

/** `8080:80`: what was typed before the colon stays, nothing typed is the port itself. */
async function ports(word: string, part: string, context: Context): Promise<readonly string[]> {
  const [local = ''] = part.split(':');
  const [, service] = SERVICE.exec(word) ?? [];
  const found =
    service === undefined
      ? ((await podOf(word, context))?.spec.containers ?? []).flatMap(({ ports: own = [] }) =>
          own.map(({ containerPort }) => containerPort),
        )
      : await portsOf(service, context);
  return found.map((port) => `${part === '' ? port : local}:${port}`).filter((pair) => pair.startsWith(part));
}

async function portsOf(service: string, context: Context): Promise<readonly number[]> {
  const path = `/api/v1/namespaces/${context.config.namespace}/services/${encodeURIComponent(service)}`;
  const found = await fetchObject<Service>(context, 'GET', path).catch(() => undefined);
  return (found?.spec.ports ?? []).map(({ port }) => port);
}

/** Nobody waits for a pod to come while he types. */
async function podOf(word: string, context: Context): Promise<Pod | undefined> {
  try {
    const args = word.includes('/') ? [word] : ['pods', word];
    const files = { filenames: [], kustomize: '', recursive: false };
    const { infos } = await (await select(context, { args, files, singleType: true })).infos();
    const [info] = infos;
    if (info?.object === undefined) return undefined;
    if (info.mapping.resource === 'pods') return info.object as AnyObject & Pod;
    const path = `/api/v1/namespaces/${info.object.metadata.namespace ?? ''}/pods`;
    const found = await fetchList<Pod>(context, path, { labelSelector: podSelector(info.object) }, 0);
    return found.toSorted(byActivity)[0];
  } catch {
    return undefined;
  }
}
