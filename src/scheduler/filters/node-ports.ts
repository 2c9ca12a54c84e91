import type { Filter, Verdict } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { HostPort } from '../pod-info.ts';

const VERDICT: Verdict = {
  plugin: 'NodePorts',
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  resolvable: true,
};

/** Host ports that another pod of the node holds. */
export const nodePorts: Filter = {
  name: 'NodePorts',
  scope: 'node',
  prepare: ({ ports }) =>
    ports.length === 0 ? undefined : (node) => (hasClash(node, ports) ? VERDICT : undefined),
};

function hasClash({ pods }: NodeInfo, wanted: readonly HostPort[]): boolean {
  for (const { ports } of pods.values()) {
    if (ports.some((taken) => wanted.some((port) => clashes(taken, port)))) return true;
  }
  return false;
}

/** 0.0.0.0 stands for every address. */
function clashes(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0';
}
