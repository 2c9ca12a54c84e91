import { seccompProfile } from './baseline.ts';
import {
  type Check,
  containersOf,
  containersText,
  namesOf,
  plural,
  quoted,
  type Subject,
  settersText,
  sorted,
  type Violation,
} from './check.ts';

/** What keeps pods to what a program needs that trusts nobody. */
export const RESTRICTED: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    versions: [
      { since: 8, run: allowPrivilegeEscalation },
      { since: 25, run: unlessWindows(allowPrivilegeEscalation) },
    ],
  },
  {
    id: 'capabilities_restricted',
    versions: [
      { since: 22, run: capabilities, overrides: 'capabilities_baseline' },
      { since: 25, run: unlessWindows(capabilities), overrides: 'capabilities_baseline' },
    ],
  },
  {
    id: 'restrictedVolumes',
    versions: [{ since: 0, run: restrictedVolumes, overrides: 'hostPathVolumes' }],
  },
  { id: 'runAsNonRoot', versions: [{ since: 0, run: runAsNonRoot }] },
  { id: 'runAsUser', versions: [{ since: 23, run: runAsUser }] },
  {
    id: 'seccompProfile_restricted',
    versions: [
      { since: 19, run: seccomp, overrides: 'seccompProfile_baseline' },
      { since: 25, run: unlessWindows(seccomp), overrides: 'seccompProfile_baseline' },
    ],
  },
];

/** Windows knows nothing of it. */
function unlessWindows(
  run: (subject: Subject) => Violation | undefined,
): (subject: Subject) => Violation | undefined {
  return (subject) => (subject.spec.os?.name === 'windows' ? undefined : run(subject));
}

function allowPrivilegeEscalation(subject: Subject): Violation | undefined {
  const bad = containersOf(subject).filter(
    ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
  );
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersText(namesOf(bad))} must set securityContext.allowPrivilegeEscalation=false`,
  };
}

function capabilities(subject: Subject): Violation | undefined {
  const added = (container: ReturnType<typeof containersOf>[number]): readonly string[] =>
    (container.securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE');
  const keeping = containersOf(subject).filter(
    ({ securityContext }) => securityContext?.capabilities?.drop?.includes('ALL') !== true,
  );
  const adding = containersOf(subject).filter((container) => added(container).length > 0);
  const details = [
    ...(keeping.length === 0
      ? []
      : [`${containersText(namesOf(keeping))} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0
      ? []
      : [
          `${containersText(namesOf(adding))} must not include ${quoted(sorted(adding.flatMap(added)))} in securityContext.capabilities.add`,
        ]),
  ];
  return details.length === 0
    ? undefined
    : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const GOOD_VOLUMES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

function restrictedVolumes({ spec }: Subject): Violation | undefined {
  const typesOf = (volume: object): readonly string[] => Object.keys(volume).filter((key) => key !== 'name');
  const bad = (spec.volumes ?? []).filter(
    (volume) => !typesOf(volume).some((type) => GOOD_VOLUMES.has(type)),
  );
  if (bad.length === 0) return undefined;
  const types = sorted(bad.map((volume) => typesOf(volume)[0] ?? 'unknown'));
  const uses = plural('uses', bad.length, 'use');
  return {
    reason: 'restricted volume types',
    detail: `${plural('volume', bad.length)} ${quoted(namesOf(bad))} ${uses} ${plural('restricted volume type', types.length)} ${quoted(types)}`,
  };
}

function runAsNonRoot(subject: Subject): Violation | undefined {
  const ofPod = subject.spec.securityContext?.runAsNonRoot;
  const said = containersOf(subject).filter(({ securityContext }) => securityContext?.runAsNonRoot === false);
  const reason = 'runAsNonRoot != true';
  if (ofPod === false || said.length > 0) {
    const setters = settersText(ofPod === false, namesOf(said));
    return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  }
  const silent = containersOf(subject).filter(
    ({ securityContext }) => securityContext?.runAsNonRoot === undefined,
  );
  if (ofPod === true || silent.length === 0) return undefined;
  return {
    reason,
    detail: `pod or ${containersText(namesOf(silent))} must set securityContext.runAsNonRoot=true`,
  };
}

function runAsUser(subject: Subject): Violation | undefined {
  const ofPod = subject.spec.securityContext?.runAsUser === 0;
  const bad = containersOf(subject).filter(({ securityContext }) => securityContext?.runAsUser === 0);
  if (!ofPod && bad.length === 0) return undefined;
  return { reason: 'runAsUser=0', detail: `${settersText(ofPod, namesOf(bad))} must not set runAsUser=0` };
}

function seccomp(subject: Subject): Violation | undefined {
  const wrong = seccompProfile(subject);
  if (wrong !== undefined) return wrong;
  const silent = containersOf(subject).filter(
    ({ securityContext }) => securityContext?.seccompProfile === undefined,
  );
  if (subject.spec.securityContext?.seccompProfile !== undefined || silent.length === 0) return undefined;
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containersText(namesOf(silent))} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
}
