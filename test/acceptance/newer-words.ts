/** What 1.33 says or shows otherwise than the recorded server (1.26.5), on one side or the other, so that both can be compared. */
interface Change {
  readonly reason: string;
  /** What was recorded, as 1.33 says it. */
  readonly recorded?: readonly (readonly [RegExp, string])[];
  /** What only 1.33 says, taken out of our answer. */
  readonly own?: readonly (readonly [RegExp, string])[];
}

const changes: readonly Change[] = [
  {
    reason: '1.29 tells both numbers of a replica set that is scaled',
    recorded: [
      [/(Scaled (?:up|down) replica set \S+) to (\d+) from (\d+)/g, '$1 from $3 to $2'],
      [/(Scaled up replica set \S+) to (\d+)/g, '$1 from 0 to $2'],
    ],
  },
  {
    reason: '1.31 speaks of the condition of a completed job',
    recorded: [[/(Saw completed job: \S+), status: /g, '$1, condition: ']],
  },
  {
    reason: 'how often a Job that somebody else made is seen depends on which of its changes come together',
    recorded: [[/(UnexpectedJob +<AGE>) \(x\d+ over <AGE>\)/g, '$1']],
    own: [[/(UnexpectedJob +<AGE>) \(x\d+ over <AGE>\)/g, '$1']],
  },
  {
    reason: '1.29 ends the sentence on preemption in one full stop',
    recorded: [[/(helpful for scheduling|for incoming pod)\.\./g, '$1.']],
  },
  {
    reason: 'the version itself',
    recorded: [[/\bv1\.(26\.5|33\.\d)\b/g, 'v1.33.x']],
    own: [[/\bv1\.33\.\d\b/g, 'v1.33.x']],
  },
  {
    reason: '1.33 lists revisionHistoryLimit among what a StatefulSet may change',
    recorded: [
      [
        /'updateStrategy', 'persistentVolumeClaimRetentionPolicy'/g,
        "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy'",
      ],
    ],
  },
  {
    reason: '1.29 lets the volume attributes class of a claim change',
    recorded: [
      [
        /except resources\.requests for bound claims/g,
        'except resources.requests and volumeAttributesClassName for bound claims',
      ],
    ],
  },
  {
    reason: '1.27 tells the limit that a request exceeds',
    own: [[/(must be less than or equal to \S+ limit) of [\w.]+/g, '$1']],
  },
  {
    reason: '1.27 joins the fields of a pod that may change by commas alone',
    recorded: [
      [
        /`spec\.activeDeadlineSeconds`, `spec\.tolerations` \(only additions to existing tolerations\) or `spec\.terminationGracePeriodSeconds`/g,
        '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds`',
      ],
      [
        /`spec\.containers\[\*\]\.image`, `spec\.initContainers\[\*\]\.image`, /g,
        '`spec.containers[*].image`,`spec.initContainers[*].image`,',
      ],
    ],
  },
  {
    reason: '1.32 tells otherwise what is too long',
    recorded: [[/(Too long: )must have at most (\d+ bytes)/g, '$1may not be more than $2']],
  },
  {
    reason: '1.33 deprecates Endpoints',
    own: [[/^Warning: v1 Endpoints is deprecated in v1\.33\+.*\n/gm, '']],
  },
  {
    reason: '1.28 to 1.33 serve more kinds; betas have become stable, or are served no more',
    recorded: [
      [/^flowcontrol\.apiserver\.k8s\.io\/v1beta2\n|^storage\.k8s\.io\/v1beta1\n/gm, ''],
      [/\bflowcontrol\.apiserver\.k8s\.io\/v1beta3\b/g, 'flowcontrol.apiserver.k8s.io/v1'],
    ],
    own: [
      [
        /^(validatingadmissionpolic(?:ies|ybindings)|selfsubjectreviews|ipaddresses|servicecidrs) .* (Validating\w+|SelfSubjectReview|IPAddress|ServiceCIDR)\n/gm,
        '',
      ],
    ],
  },
  {
    reason: 'the recorded API server did not tell its own address',
    own: [
      [/^(default\s+)?(endpoints\/)?kubernetes\s+(<HOSTIP>|192\.168\.1\.1\d):6443\s.*\n/gm, ''],
      [/^(default\s+)?(endpointslice\S*\/)?kubernetes\s+IPv4\s+6443\s.*\n/gm, ''],
      [/^(NAMESPACE +)?NAME +ENDPOINTS +AGE\n(?=\n|$(?![\s\S]))/gm, ''],
    ],
  },
  {
    reason: "OpenShift's API server mounts one more source, its service CA, in the token volume",
    recorded: [
      [/^\s*ConfigMapName:\s+openshift-service-ca\.crt\n\s*(ConfigMapOptional|Optional):\s+.*\n/gm, ''],
      [
        /^ *- configMap:\n *items:\n *- key: service-ca\.crt\n *path: service-ca\.crt\n *name: openshift-service-ca\.crt\n/gm,
        '',
      ],
      [/^(\S+\s+)?openshift-service-ca\.crt\s.*\n/gm, ''],
    ],
  },
  {
    reason: '1.28 numbers the pods of a StatefulSet by a label',
    own: [
      [/\bapps\.kubernetes\.io\/pod-index=\d+,/g, ''],
      [/^( *)(Labels: +)apps\.kubernetes\.io\/pod-index=\d+\n +/gm, '$1$2'],
      [/^ +apps\.kubernetes\.io\/pod-index[=:].*\n/gm, ''],
    ],
  },
  {
    reason: '1.27 labels the pods of a Job with names of its own group besides, and selects by them',
    recorded: [
      [/^(Selector: +)controller-uid=/gm, '$1batch.kubernetes.io/controller-uid='],
      [/^( *matchLabels:)\n *controller-uid: <UID>\n/gm, '$1\n'],
    ],
    own: [
      [/\bbatch\.kubernetes\.io\/(controller-uid|job-name)=[^,\s]+,/g, ''],
      [/"batch\.kubernetes\.io\/(controller-uid|job-name)":"[^"]*",? ?/g, ''],
      [
        /^( *(?:Labels|Annotations): +)(?:batch\.kubernetes\.io\/(?:controller-uid|job-name|job-completion-index)=.*\n +)+/gm,
        '$1',
      ],
      [/^ +batch\.kubernetes\.io\/(controller-uid|job-name)[=:].*\n/gm, ''],
      [/^(?!Selector:)(\S.* )batch\.kubernetes\.io\/(controller-uid=<UID>)$/gm, '$1$2'],
    ],
  },
  {
    reason: '1.28 labels the pods of an Indexed Job with their index, and tells it them by the label',
    recorded: [[/^( *JOB_COMPLETION_INDEX: ).*$/gm, '$1<INDEX>']],
    own: [
      [/^ +batch\.kubernetes\.io\/job-completion-index=.*\n/gm, ''],
      [/^( *JOB_COMPLETION_INDEX: ).*$/gm, '$1<INDEX>'],
    ],
  },
  {
    reason: '1.27 needs no mark on Jobs that are tracked with finalizers',
    recorded: [
      [/^(Annotations: +)batch\.kubernetes\.io\/job-tracking: *$/gm, '$1<none>'],
      [/^ *annotations:\n *batch\.kubernetes\.io\/job-tracking: ""\n(?! *\S+\/)/gm, ''],
      [/^ *batch\.kubernetes\.io\/job-tracking: ""\n/gm, ''],
      [/"batch\.kubernetes\.io\/job-tracking":"",?/g, ''],
    ],
  },
  {
    reason:
      '1.31 tells why a Job is complete, and before that that it will be; it counts pods that are ending',
    own: [
      [/^ *- lastProbeTime: .*\n(?: +\w+: .*\n)+? *type: SuccessCriteriaMet\n/gm, ''],
      [/^ *message: Reached expected number of succeeded pods\n *reason: CompletionsReached\n/gm, ''],
      [/^ *terminating: 0\n(?= *uncountedTerminatedPods:)/gm, ''],
    ],
  },
  {
    reason: '1.29 and 1.33 default more of a Job, and leave out what a rule does not say',
    recorded: [[/^ *on(ExitCodes|PodConditions): null\n/gm, '']],
    own: [[/^ *(manualSelector: false|podReplacementPolicy: (TerminatingOrFailed|Failed))\n/gm, '']],
  },
  {
    reason: '1.33 counts the generations of pods, and lists the addresses of their hosts',
    own: [
      [/(\bkind: Pod\n *metadata:\n(?:(?! *spec:).*\n)*?) *generation: 1\n/g, '$1'],
      [/^ *hostIPs:\n *- ip: .*\n/gm, ''],
    ],
  },
  {
    reason: '1.33 marks the Endpoints that the controller made',
    own: [
      [/^(Labels: +)endpoints\.kubernetes\.io\/managed-by=endpoint-controller$/gm, '$1<none>'],
      [/^ *labels:\n *endpoints\.kubernetes\.io\/managed-by: endpoint-controller\n/gm, ''],
    ],
  },
  {
    reason: '1.29 tells in other words that it waits for a provisioner',
    recorded: [
      [
        /waiting for a volume to be created, either by external provisioner "(\S+)" or manually created by system administrator/g,
        "Waiting for a volume to be created either by the external provisioner '$1' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      ],
    ],
  },
  {
    reason: 'the recorded kubelets gave pods on the network of their host an address of their own',
    own: [[/(\s)(<HOSTIP>|192\.168\.1\.1\d)(?=\s+(?:<NODE>|cp-1|node-\d)\s)/g, '$1<IP>']],
  },
  {
    reason: 'which of several equal nodes a pod comes to is left to chance',
    recorded: [[/^( *hostIP: )192\.168\.1\.1\d$/gm, '$1<HOSTIP>']],
    own: [[/^( *hostIP: )192\.168\.1\.1\d$/gm, '$1<HOSTIP>']],
  },
  {
    reason: 'kubectl drain puts its warnings in the order of a Go map',
    recorded: [[/^Warning: (ignoring .*); (deleting .*)$/gm, 'Warning: $2; $1']],
    own: [[/^Warning: (ignoring .*); (deleting .*)$/gm, 'Warning: $2; $1']],
  },
  {
    reason: '1.27 lets a claim be for a single pod',
    own: [[/("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce"), "ReadWriteOncePod"/g, '$1']],
  },
  {
    reason: '1.29 says which metric a target is about',
    recorded: [[/(\s)(<unknown>\/\d+%)/g, '$1cpu: $2']],
  },
  {
    reason: '1.33 prints the age of a quota last',
    recorded: [
      [/^(NAME +)AGE +(REQUEST +LIMIT) *$/gm, '$1$2   AGE'],
      [/^(\S+ +)<AGE> +(\S+: [^/\s]+\/.*?) *$/gm, '$1$2 <AGE>'],
    ],
    own: [[/^(\S+ +\S+: [^/\s]+\/.*?) +<AGE>$/gm, '$1 <AGE>']],
  },
  {
    reason: '1.30 keeps a place for a metric that could not be read',
    own: [[/^( *currentMetrics:)\n *- type: ""$/gm, '$1 null']],
  },
  {
    reason: '1.27 refuses TZ in schedules in other words',
    recorded: [
      [
        /cannot use both timeZone field and TZ or CRON_TZ in schedule/g,
        'cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
      ],
    ],
  },
  {
    reason: 'structs have more fields in newer versions: how many of them are alike is not told alike',
    recorded: [[/\.\.\. \/\/ \d+ (identical (?:field|entr|element))/g, '... // <N> $1']],
    own: [[/\.\.\. \/\/ \d+ (identical (?:field|entr|element))/g, '... // <N> $1']],
  },
  {
    reason: '1.33 does not tell the version of kube-proxy any more (DisableNodeKubeProxyVersion)',
    recorded: [[/^( *Kube-Proxy Version: +)v\S+$/gm, '$1']],
  },
  {
    reason: 'the recorded kubelets numbered their containers with fewer digits',
    recorded: [[/\bcontainerd:\/\/[0-9a-f]{33}\b/g, 'containerd://<CID>']],
  },
  {
    reason: 'the recorded controller manager was restarted, and gave nodes no ranges of addresses of its own',
    recorded: [
      [/^(.*\bRegisteredNode\b.*\n)\1+/gm, '$1'],
      [/^.*\bCIDRAssignmentFailed\b.*\n/gm, ''],
    ],
    own: [[/^(.*\bRegisteredNode\b.*\n)\1+/gm, '$1']],
  },
  {
    reason: "OpenShift's API server tells that it is ready",
    recorded: [[/^.*\bKubeAPIReadyz\b.*\n/gm, '']],
  },
  {
    reason: "the recorded cluster's machines, contexts and folders have names of their own",
    recorded: [
      [/^(Context|Switched to context) "real"/gm, '$1 "sim"'],
      [/^real$/gm, 'sim'],
      [/\blstat \/home\/user\//g, 'lstat <FOLDER>/'],
      [/\bUbuntu 22\.04\.3 LTS\b/g, 'Ubuntu 24.04.3 LTS'],
      [/\b5\.15\.0-91-generic\b/g, '6.8.0-71-generic'],
      [/\bcontainerd:\/\/1\.7\.11\b/g, 'containerd://2.1.3'],
      [/^( *(Machine ID|System UUID|Boot ID): +).*$/gm, '$1<MACHINE>'],
      [/\/tmp\/research\/corpus\b/g, '<FOLDER>'],
    ],
    own: [
      [/^( *(Machine ID|System UUID|Boot ID): +).*$/gm, '$1<MACHINE>'],
      [/'\/\S*\/corpus\/files\b/g, "'<FOLDER>"],
      [/\blstat \/\S*\/session-\w+\/w\//g, 'lstat <FOLDER>/'],
    ],
  },
];

/** Refusals that 1.33 does not make any more. */
const acceptedNow: readonly { readonly reason: string; readonly refusal: RegExp }[] = [
  {
    reason: '1.32 takes nearly any name of an environment variable',
    refusal: /a valid environment variable name must consist of alphabetic characters/,
  },
  {
    reason: '1.27 to 1.33 know more fields',
    refusal:
      /strict decoding error: unknown field "[^"]*\.(backoffLimitPerIndex|maxFailedIndexes|successPolicy)"/,
  },
];

/** Whether 1.33 takes what was refused. */
export function isAcceptedNow(refusal: string): boolean {
  return acceptedNow.some((one) => one.refusal.test(refusal));
}

/** Whether both say the same: to the byte, or, where the version changed the words, apart from the blanks between them. */
export function saySame(recorded: string, own: string): boolean {
  const [expected, actual] = [asNewer(recorded), asOlder(own)];
  if (expected === actual) return true;
  if (expected === recorded && actual === own) return false;
  return sayAlike(recorded, own);
}

/** Whether both say the same apart from the blanks between the words. */
export const sayAlike = (recorded: string, own: string): boolean =>
  words(asNewer(recorded)) === words(asOlder(own));

const words = (text: string): string => text.replace(/[ \t]+/g, ' ').trim();

/** What was recorded, as 1.33 would have said it. */
export function asNewer(recorded: string): string {
  return changes.reduce((text, change) => replaced(text, change.recorded), recorded);
}

/** Our answer without what the recorded server could not say. */
export function asOlder(own: string): string {
  return withoutNewerColumns(changes.reduce((text, change) => replaced(text, change.own), own));
}

function replaced(text: string, pairs: Change['own'] = []): string {
  return pairs.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}

/** Columns that newer servers add, and the column by which their table is known. */
const NEWER_COLUMNS = [
  { column: 'STATUS', beside: 'COMPLETIONS' },
  { column: 'TIMEZONE', beside: 'LAST SCHEDULE' },
  { column: 'VOLUMEATTRIBUTESCLASS', beside: 'STORAGECLASS' },
] as const;

/** Tables without the columns that newer servers add: the others keep their place and width. */
export function withoutNewerColumns(text: string): string {
  let cut: { readonly start: number; readonly end: number } | undefined;
  const lines = text.split('\n').map((line) => {
    if (line === '') cut = undefined;
    if (/^[A-Z][A-Z-]+(\s{2,}|$)/.test(line)) cut = cutOf(line);
    return cut === undefined || line.length <= cut.start
      ? line
      : line.slice(0, cut.start) + line.slice(cut.end);
  });
  return lines.join('\n');
}

function cutOf(header: string): { readonly start: number; readonly end: number } | undefined {
  for (const { column, beside } of NEWER_COLUMNS) {
    const found = new RegExp(`(?<=\\s)${column}(\\s+|$)`).exec(header);
    if (found !== null && new RegExp(`\\b${beside}\\b`).test(header))
      return { start: found.index, end: found.index + found[0].length };
  }
  return undefined;
}
