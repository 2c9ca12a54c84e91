import { cidrWarnings } from '../../validation/addresses.ts';
import type { Node, NodeSpec } from './types.ts';

/** SetDefaults_NodeStatus: what can be had is what there is, and podCIDR and podCIDRs tell the same. */
export function defaults(node: Node): Node {
  const { spec = {}, status = {} } = node;
  const { allocatable = status.capacity } = status;
  return {
    ...node,
    spec: withPodCidrs(spec),
    status: allocatable === undefined ? status : { ...status, allocatable },
  };
}

function withPodCidrs(spec: NodeSpec): NodeSpec {
  const [first] = spec.podCIDRs ?? [];
  if (spec.podCIDR && first !== spec.podCIDR) return { ...spec, podCIDRs: [spec.podCIDR] };
  return first && !spec.podCIDR ? { ...spec, podCIDR: first } : spec;
}

/** A node may be created with a status; the removed feature of config sources never gets in. */
export function prepareForCreate(node: Node): Node {
  const { configSource: _, ...spec } = node.spec ?? {};
  const { config: __, ...status } = node.status ?? {};
  return { ...node, spec, status };
}

export function prepareForUpdate(node: Node, before: Node): Node {
  const status = before.status ?? {};
  if (before.spec?.configSource !== undefined) return { ...node, status };
  const { configSource: _, ...spec } = node.spec ?? {};
  return { ...node, spec, status };
}

export function prepareForStatusUpdate(node: Node, before: Node): Node {
  const { config, ...status } = node.status ?? {};
  const kept = before.status?.config !== undefined && config !== undefined ? { ...status, config } : status;
  return { ...node, spec: before.spec ?? {}, status: kept };
}

export function warnings({ spec }: Node): readonly string[] {
  return [
    ...(spec?.configSource === undefined ? [] : ['spec.configSource: the feature is removed']),
    ...(spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
    ...(spec?.podCIDRs ?? []).flatMap((range, i) => cidrWarnings(range, `spec.podCIDRs[${i}]`)),
  ];
}
