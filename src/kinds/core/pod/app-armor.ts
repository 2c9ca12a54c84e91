import { mapChanged, withPart } from '../../pod-template/fill.ts';
import type { Container, Pod, SecurityProfile } from './types.ts';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** Keeps the old annotations and the fields of AppArmor profiles in step (applyAppArmorVersionSkew). */
export function syncAppArmor(pod: Pod): Pod {
  if (pod.spec.os?.name === 'windows' || !mentionsAppArmor(pod)) return pod;
  return withFields(withAnnotations(pod));
}

const containersOf = ({ spec }: Pod): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
  ...(spec.ephemeralContainers ?? []),
];

function mentionsAppArmor(pod: Pod): boolean {
  return (
    pod.spec.securityContext?.appArmorProfile !== undefined ||
    Object.keys(pod.metadata.annotations ?? {}).some((key) => key.startsWith(ANNOTATION)) ||
    containersOf(pod).some(({ securityContext }) => securityContext?.appArmorProfile !== undefined)
  );
}

function withAnnotations(pod: Pod): Pod {
  const added: Record<string, string> = {};
  for (const { name, securityContext } of containersOf(pod)) {
    const key = `${ANNOTATION}${name}`;
    if (pod.metadata.annotations?.[key] !== undefined) continue;
    const text = annotationOf(securityContext?.appArmorProfile ?? pod.spec.securityContext?.appArmorProfile);
    if (text !== '') added[key] = text;
  }
  if (Object.keys(added).length === 0) return pod;
  return { ...pod, metadata: { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...added } } };
}

function withFields(pod: Pod): Pod {
  const ofPod = pod.spec.securityContext?.appArmorProfile;
  const withField = (container: Container): Container => {
    const { securityContext, name } = container;
    if (securityContext?.appArmorProfile !== undefined) return container;
    const profile = profileOf(pod.metadata.annotations?.[`${ANNOTATION}${name}`] ?? '');
    if (profile === undefined || annotationOf(profile) === annotationOf(ofPod)) return container;
    return { ...container, securityContext: { ...securityContext, appArmorProfile: profile } };
  };
  let { spec } = pod;
  for (const list of ['initContainers', 'containers', 'ephemeralContainers'] as const) {
    const containers = spec[list];
    if (containers) spec = withPart(spec, list, mapChanged(containers, withField));
  }
  return withPart(pod, 'spec', spec);
}

function annotationOf(profile: SecurityProfile | undefined): string {
  switch (profile?.type) {
    case 'Unconfined':
      return 'unconfined';
    case 'RuntimeDefault':
      return 'runtime/default';
    case 'Localhost':
      return profile.localhostProfile === undefined ? '' : `localhost/${profile.localhostProfile}`;
    default:
      return '';
  }
}

function profileOf(annotation: string): SecurityProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!annotation.startsWith('localhost/')) return undefined;
  const localhostProfile = annotation.slice('localhost/'.length);
  return localhostProfile === '' ? undefined : { type: 'Localhost', localhostProfile };
}
