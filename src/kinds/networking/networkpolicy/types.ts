import type { IntOrString } from '../../../machinery/int-or-string.ts';
import type { LabelSelector } from '../../../machinery/labels.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { Protocol } from '../../core/common-types.ts';

export interface NetworkPolicyPort {
  readonly protocol?: Protocol;
  readonly port?: IntOrString;
  readonly endPort?: number;
}

export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface NetworkPolicySpec {
  readonly podSelector: LabelSelector;
  readonly ingress?: readonly {
    readonly ports?: readonly NetworkPolicyPort[];
    readonly from?: readonly NetworkPolicyPeer[];
  }[];
  readonly egress?: readonly {
    readonly ports?: readonly NetworkPolicyPort[];
    readonly to?: readonly NetworkPolicyPeer[];
  }[];
  readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
}

export interface NetworkPolicy extends KubeObject {
  readonly spec?: NetworkPolicySpec;
}
