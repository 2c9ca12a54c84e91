/** What init containers were before 1.6. */
const OLD = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
];

interface Annotated {
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata without the annotations that stood for init containers once: nothing listens to them (dropInitContainerAnnotations). */
export function withoutOldAnnotations<T extends Annotated>(metadata: T): T {
  const { annotations } = metadata;
  if (annotations === undefined || !OLD.some((name) => name in annotations)) return metadata;
  const kept = Object.entries(annotations).filter(([name]) => !OLD.includes(name));
  const { annotations: _, ...rest } = metadata;
  return (kept.length === 0 ? rest : { ...rest, annotations: Object.fromEntries(kept) }) as T;
}
