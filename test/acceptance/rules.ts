/** One field of an answered object that is not what was recorded. */
export interface FieldDifference {
  /** As `Pod spec.containers[].image`: indexes are left out, keys with dots stand in brackets. */
  readonly place: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** What 1.33 is known to answer otherwise than the server that was recorded (1.26.5, OpenShift's build), and why. */
export interface Rule {
  readonly reason: string;
  /** Whether this difference of a field is the known one. */
  readonly field?: (difference: FieldDifference) => boolean;
  /** A line on stderr as 1.33 has it. */
  readonly line?: (recorded: string) => string;
  /** A line on stderr that only 1.33 says. */
  readonly newLine?: RegExp;
  /** A refusal that 1.33 does not make any more, or makes for another reason. */
  readonly notNow?: RegExp;
}

/** The field at this place is there in 1.33 only, with one of these values; any value when none is told. */
const appears =
  (place: RegExp, ...values: readonly unknown[]) =>
  (one: FieldDifference): boolean =>
    one.expected === undefined &&
    place.test(one.place) &&
    (values.length === 0 || values.some((value) => JSON.stringify(value) === JSON.stringify(one.actual)));

/** The field at this place is there in 1.26 only. */
const goes =
  (place: RegExp, value: unknown) =>
  (one: FieldDifference): boolean =>
    one.actual === undefined &&
    place.test(one.place) &&
    JSON.stringify(one.expected) === JSON.stringify(value);

const refusedField = (path: string): RegExp =>
  new RegExp(`strict decoding error: unknown field "[^"]*${path}"$`, 'm');

export const rules: readonly Rule[] = [
  {
    reason: "OpenShift's API server mounts one more source, its service CA, in the token volume",
    field: ({ expected, actual }) =>
      actual === undefined && JSON.stringify(expected ?? null).includes('"openshift-service-ca.crt"'),
  },
  { reason: '1.33 counts the generations of pods', field: appears(/^Pod metadata\.generation$/, 1) },
  {
    reason: '1.27 switched on what becomes of the claims of a StatefulSet',
    field: appears(/^StatefulSet spec\.persistentVolumeClaimRetentionPolicy$/, {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    }),
  },
  {
    reason: '1.27 labels the pods of a Job with names of its own group besides, and selects by them',
    field: (one) =>
      appears(
        /^Job (metadata|spec\.template\.metadata)\.labels(\[batch\.kubernetes\.io\/(controller-uid|job-name)\])?$/,
      )(one) ||
      appears(/^Job spec\.selector\.matchLabels\[batch\.kubernetes\.io\/controller-uid\]$/)(one) ||
      goes(/^Job spec\.selector\.matchLabels\.controller-uid$/, '<UID>')(one),
  },
  {
    reason: '1.27 needs no mark on Jobs that are tracked with finalizers',
    field: goes(/^Job metadata\.annotations\[batch\.kubernetes\.io\/job-tracking\]$/, ''),
  },
  {
    reason: '1.29 defaults when the pods of a Job are replaced',
    field: appears(/^Job spec\.podReplacementPolicy$/, 'TerminatingOrFailed', 'Failed'),
  },
  { reason: '1.33 defaults manualSelector', field: appears(/^Job spec\.manualSelector$/, false) },
  {
    reason: '1.27 leaves out the half of a pod failure rule that is not set',
    field: goes(/^(Job|CronJob) .*podFailurePolicy\.rules\[\]\.on(ExitCodes|PodConditions)$/, null),
  },
  {
    reason: '1.28 took the status of a NetworkPolicy away again',
    field: goes(/^NetworkPolicy status$/, {}),
  },
  {
    reason: '1.29 notes when the phase of a volume changed last',
    field: appears(/^PersistentVolume status\.lastPhaseTransitionTime$/),
  },
  {
    reason: '1.28 no longer copies the ports of templates with host network to hostPort',
    field: (one) =>
      one.actual === undefined &&
      /template\.spec\.(initC|c)ontainers\[\]\.ports\[\]\.hostPort$/.test(one.place),
  },
  {
    reason: '1.27 no longer reads seccomp profiles from annotations',
    field: (one) =>
      one.actual === undefined &&
      /^Pod spec\.(containers\[\]\.)?securityContext\.seccompProfile$/.test(one.place),
  },
  {
    reason: '1.30 has a field for AppArmor profiles, and fills it from the annotation',
    field: appears(/^Pod spec\.containers\[\]\.securityContext(\.appArmorProfile)?$/),
  },
  {
    reason: '1.30 serves user namespaces for pods, 1.27 scheduling gates',
    field: (one) =>
      appears(/^Pod spec\.hostUsers$/, false)(one) ||
      appears(/^Pod spec\.schedulingGates$/)(one) ||
      (appears(/^Pod status\.conditions$/)(one) && JSON.stringify(one.actual).includes('"SchedulingGated"')),
  },
  { reason: '1.33 deprecates Endpoints', newLine: /^Warning: v1 Endpoints is deprecated in v1\.33\+/ },
  {
    reason: 'newer servers warn of more deprecated fields, annotations and labels',
    newLine:
      /^Warning: (metadata\.annotations\[(volume\.beta\.kubernetes\.io\/storage-class|seccomp\.security\.alpha\.kubernetes\.io\/pod)\]: |spec\.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated|.*\[node-role\.kubernetes\.io\/master\]: use |.*\.(rbd|cephfs): deprecated in v1\.28, non-functional in v1\.31\+$)/,
  },
  {
    reason: '1.27 warns of keys and certificates that do not fit',
    newLine: /^Warning: tls: /,
  },
  {
    reason: 'what was deprecated has been removed, and a ReplicationController names the place in full',
    line: (line) =>
      line
        .replace(/^Warning: template\.spec\./, 'Warning: spec.template.spec.')
        .replace(/: deprecated in v1\.11$/, ': deprecated in v1.11, and disabled by default in v1.33+')
        .replace(/v1\.22, support removal is planned in v1\.26$/, 'v1.22, non-functional in v1.25+')
        .replace(
          /v1\.25, this feature will be removed soon after in a subsequent release$/,
          'v1.25, non-functional in v1.26+',
        ),
  },
  {
    reason: '1.29 has containers that stay beside',
    notNow: refusedField('initContainers\\[0\\]\\.restartPolicy'),
  },
  { reason: '1.30 has read-only mounts all the way down', notNow: refusedField('\\.recursiveReadOnly') },
  { reason: '1.30 has a field for AppArmor profiles', notNow: refusedField('\\.appArmorProfile') },
  {
    reason: '1.31 has a policy for supplemental groups',
    notNow: refusedField('\\.supplementalGroupsPolicy'),
  },
  {
    reason: '1.33 knows image volumes, but has them switched off',
    notNow: refusedField('\\.volumes\\[0\\]\\.image'),
  },
  {
    reason: '1.30 serves ValidatingAdmissionPolicies, 1.29 FlowSchemas as v1',
    notNow: /no matches for kind "(ValidatingAdmissionPolicy(Binding)?|FlowSchema)" in version "[^"]*\/v1"/,
  },
  {
    reason: '1.32 tells otherwise that something is too long',
    line: (line) =>
      line.replace(/Too long: must have at most (\d+) bytes$/, 'Too long: may not be more than $1 bytes'),
  },
  {
    reason: 'the server that was recorded knew its administrator by a token',
    field: ({ place }) => /^CertificateSigningRequest spec\.(uid|username|extra)$/.test(place),
  },
  {
    reason: '1.27 has claims for a single pod',
    notNow: /spec\.accessModes: Unsupported value: "ReadWriteOncePod"/,
  },
];
