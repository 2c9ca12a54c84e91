import { admissionSteps } from './admission/index.ts';
import type { Admission } from './backend.ts';

/** Flags of kube-apiserver, where they are other than by default. */
export interface ApiServerFlags {
  readonly authorizationMode: readonly string[];
  readonly disableAdmissionPlugins: readonly string[];
}

export const DEFAULT_FLAGS: ApiServerFlags = { authorizationMode: ['RBAC'], disableAdmissionPlugins: [] };

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
}: ApiServerFlags): string | undefined {
  if (authorizationMode.length === 0) return 'at least one authorization-mode must be passed';
  const mode = authorizationMode.find((one) => !MODES.includes(one));
  if (mode !== undefined) return `authorization-mode ${JSON.stringify(mode)} is not a valid mode`;
  const plugin = disableAdmissionPlugins.find((one) => !PLUGINS.includes(one));
  if (plugin !== undefined) return `disable-admission-plugins plugin ${JSON.stringify(plugin)} is unknown`;
  return undefined;
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
