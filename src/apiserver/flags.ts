import { assert } from '../machinery/assert.ts';
import { type AddressRange, addressRange, SERVICE_RANGE } from './admission/address-range.ts';
import { admissionSteps } from './admission/index.ts';
import type { Admission } from './backend.ts';

/** Flags of kube-apiserver, where they are other than by default. */
export interface ApiServerFlags {
  readonly authorizationMode: readonly string[];
  readonly disableAdmissionPlugins: readonly string[];
  readonly serviceClusterIpRange: string;
}

export const DEFAULT_FLAGS: ApiServerFlags = {
  authorizationMode: ['RBAC'],
  disableAdmissionPlugins: [],
  serviceClusterIpRange: SERVICE_RANGE,
};

/** The modes there are here: the others ask somebody else, or a file. */
const MODES = ['AlwaysAllow', 'RBAC'];

/** Admission plugins of 1.33, whether or not anything comes of them here. */
const PLUGINS =
  'AlwaysAdmit AlwaysDeny AlwaysPullImages CertificateApproval CertificateSigning CertificateSubjectRestriction DefaultIngressClass DefaultStorageClass DefaultTolerationSeconds DenyServiceExternalIPs EventRateLimit ExtendedResourceToleration ImagePolicyWebhook LimitPodHardAntiAffinityTopology LimitRanger MutatingAdmissionPolicy MutatingAdmissionWebhook NamespaceAutoProvision NamespaceExists NamespaceLifecycle NodeRestriction OwnerReferencesPermissionEnforcement PersistentVolumeClaimResize PodNodeSelector PodSecurity PodTolerationRestriction PodTopologyLabels Priority ResourceQuota RuntimeClass ServiceAccount StorageObjectInUseProtection TaintNodesByCondition ValidatingAdmissionPolicy ValidatingAdmissionWebhook'.split(
    ' ',
  );

/** What is wrong with the flags, as kube-apiserver tells it. */
export function flagFault({
  authorizationMode,
  disableAdmissionPlugins,
  serviceClusterIpRange: range,
}: ApiServerFlags): string | undefined {
  if (authorizationMode.length === 0) return 'at least one authorization-mode must be passed';
  const mode = authorizationMode.find((one) => !MODES.includes(one));
  if (mode !== undefined) return `authorization-mode ${JSON.stringify(mode)} is not a valid mode`;
  const plugin = disableAdmissionPlugins.find((one) => !PLUGINS.includes(one));
  if (plugin !== undefined) return `disable-admission-plugins plugin ${JSON.stringify(plugin)} is unknown`;
  if (addressRange(range) === undefined)
    return `service-cluster-ip-range ${JSON.stringify(range)} is not a range of IPv4 addresses from /12 to /30`;
  return undefined;
}

/** Where the addresses of Services come from. */
export function serviceRange({ serviceClusterIpRange }: ApiServerFlags): AddressRange {
  const range = addressRange(serviceClusterIpRange);
  assert(range, 'the range of Services was found right when the flags were read');
  return range;
}

/** The steps of admission but those that are disabled. */
export function enabledSteps({ disableAdmissionPlugins: disabled }: ApiServerFlags): readonly Admission[] {
  return disabled.length === 0
    ? admissionSteps
    : admissionSteps.filter(({ name }) => !disabled.includes(name));
}

/** Whether roles decide at all: one mode that allows everything is enough. */
export const allowsEverything = ({ authorizationMode }: ApiServerFlags): boolean =>
  authorizationMode.includes('AlwaysAllow');
