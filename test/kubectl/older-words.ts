/** What older versions of kubectl say otherwise than the one whose words the transcripts write down. */
interface Change {
  readonly reason: string;
  /** The minor version from which on it is said as it is written. */
  readonly since: number;
  /** The commands that are concerned; all when absent. */
  readonly command?: RegExp;
  /** How the older words come from the newer ones; where there are none the command is not compared. */
  readonly pairs?: readonly (readonly [RegExp, string])[];
}

const changes: readonly Change[] = [
  {
    reason: '1.28 asks for the stable version of selfsubjectreviews',
    since: 28,
    command: /^auth whoami/,
  },
  {
    reason: '1.28 says annotated',
    since: 28,
    pairs: [[/ annotated$/gm, ' annotate']],
  },
  {
    reason: '1.29 prints a value that is null as JSON has it',
    since: 29,
    command: /-o[= ]?jsonpath/,
    pairs: [[/^null$/gm, '<nil>']],
  },
  {
    reason: '1.30 leaves an empty line more between the keys of a ConfigMap',
    since: 30,
    command: /^describe (configmap|cm)/,
    pairs: [[/\n\n\n/g, '\n\n']],
  },
  {
    reason: '1.30 leaves an empty line more before a description',
    since: 30,
    command: /^explain /,
    pairs: [[/^(FIELD: .*\n)\n\n(?=DESCRIPTION)/gm, '$1\n']],
  },
  {
    reason: '1.30 describes node selectors and tolerations of templates',
    since: 30,
    command:
      /^(describe (deploy|rs|replicaset|rc|replicationcontroller|sts|statefulset|ds|daemonset|jobs?|cj|cronjob)|rollout (history|undo))/,
    pairs: [[/^[ \t]*(Node-Selectors|Tolerations):[ \t]+<none>(\n|$)/gm, '']],
  },
  {
    reason: '1.28 tells its version in short',
    since: 28,
    command: /^version/,
  },
  {
    reason: '1.28 waits for a value to be there, whatever it is',
    since: 28,
    command: /^wait .*--for=jsonpath='?\{[^}]*\}'?( |$)/,
  },
  {
    reason: '1.29 warns of short names that two groups have',
    since: 29,
    pairs: [[/^Warning: short name .* could also match lower priority resource .*\n/gm, '']],
  },
  {
    reason: '1.30 tells enumerations in one line',
    since: 30,
    command: /^explain /,
    pairs: [[/^ +enum: .*\n/gm, '']],
  },
  {
    reason: '1.30 describes how Jobs are suspended and how often they are tried',
    since: 30,
    command: /^describe jobs? /,
    pairs: [[/^(Suspend|Backoff Limit): .*\n/gm, '']],
  },
  {
    reason: '1.30 says in which namespace there is no pod to log',
    since: 30,
    command: /^logs /,
    pairs: [[/^error: error from server (\(NotFound\): .*) in namespace ".*"$/gm, 'Error from server $1']],
  },
  {
    reason: '1.30 mends the words for pods without a controller',
    since: 30,
    command: /^drain /,
    pairs: [[/cannot delete cannot delete Pods that declare/g, 'cannot delete Pods declare']],
  },
  {
    reason: '1.31 logs all pods of an object',
    since: 31,
    command: /^logs .*--all-pods/,
  },
  {
    reason: '1.31 leaves a blank before what keeps a node from being drained',
    since: 31,
    command: /^drain /,
    pairs: [[/(due to error:) /g, '$1']],
  },
  {
    reason: '1.33 describes the namespace of a DaemonSet',
    since: 33,
    command: /^describe (ds|daemonset)/,
    pairs: [[/^Namespace: .*\n/gm, '']],
  },
  {
    reason: '1.31 describes Services by their EndpointSlices',
    since: 31,
    command: /^describe (service|svc)/,
  },
  {
    reason: '1.31 waits for objects to be created',
    since: 31,
    command: /^wait .*--for=create/,
  },
  {
    reason: '1.32 says which object there was none of to scale',
    since: 32,
    pairs: [[/(no objects passed to scale) .*$/gm, '$1']],
  },
  {
    reason: '1.33 is built with a Go whose sort.Sort leaves what is alike in another order',
    since: 33,
    command: /^(events|get .*--sort-by)\b/,
  },
  {
    reason: '1.33 describes the sources of a volume alike',
    since: 33,
    command: /^describe pods? /,
    pairs: [[/^( *)Optional: ( *)false$/gm, '$1ConfigMapOptional: $2<nil>']],
  },
];

/** A text as that version of kubectl says it; undefined where it is not known how. */
export function olderWords(version: string, argv: readonly string[]): ((text: string) => string) | undefined {
  const minor = Number(version.slice(2));
  const line = argv.join(' ');
  const concerned = changes.filter(({ since, command }) => minor < since && (command?.test(line) ?? true));
  if (concerned.some(({ pairs }) => pairs === undefined)) return undefined;
  const pairs = concerned.flatMap((change) => change.pairs ?? []);
  return (text) => pairs.reduce((result, [pattern, words]) => result.replace(pattern, words), text);
}
