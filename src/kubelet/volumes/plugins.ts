/** Kinds of volumes that no kubelet has a plug-in for any more, though the API still has their fields. */
const GONE = [
  'cephfs',
  'flocker',
  'glusterfs',
  'photonPersistentDisk',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
] as const;

/** Why a volume of the source cannot even be tried (AddPodToVolume); undefined where its kind is known. */
export function pluginFault(source: object, name: string): string | undefined {
  if (!GONE.some((kind) => kind in source)) return undefined;
  return `failed to get Plugin from volumeSpec for volume ${JSON.stringify(name)} err=no volume plugin matched`;
}
