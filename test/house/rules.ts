/** Which rooms a room may import from. */
export const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  machinery: [],
  simulation: ['machinery'],
  kinds: ['machinery'],
  store: ['machinery'],
  client: ['machinery', 'simulation', 'kinds'],
  apiserver: ['machinery', 'simulation', 'kinds', 'store', 'client'],
  controllers: ['machinery', 'simulation', 'kinds', 'client'],
  scheduler: ['machinery', 'simulation', 'kinds', 'client'],
  kubelet: ['machinery', 'simulation', 'kinds', 'client', 'containers'],
  network: ['machinery', 'simulation', 'kinds', 'client'],
  shell: ['machinery'],
  containers: ['machinery', 'simulation', 'kinds', 'client', 'shell', 'network'],
  cluster: [
    'machinery',
    'simulation',
    'kinds',
    'store',
    'client',
    'apiserver',
    'controllers',
    'scheduler',
    'kubelet',
    'containers',
  ],
  kubectl: ['machinery', 'client'],
  cli: ['machinery', 'simulation', 'kinds', 'store', 'client', 'network', 'apiserver', 'cluster', 'kubectl'],
  main: ['cli'],
};

/** Rooms of which a room may know the types, and nothing that runs. */
export const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  kubectl: ['kinds'],
  client: ['store'],
  controllers: ['store'],
  scheduler: ['store'],
  kubelet: ['store'],
  main: ['kubectl'],
};

export interface Words {
  readonly words: string;
  readonly pattern: RegExp;
  readonly allowed: readonly string[];
}

export const WORDS: readonly Words[] = [
  {
    words: 'clock and timers',
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(Timeout|Interval)\b/,
    allowed: ['src/apiserver/http/', 'src/main.ts'],
  },
  { words: 'chance', pattern: /\bMath\.random\b|\brandomUUID\b/, allowed: ['src/main.ts'] },
  {
    words: 'the process',
    // The shell's own processes are simulated: they have these fields.
    pattern:
      /\bprocess\.(?!(?:id|time|running|status|killed|signals|trapped|isTold|isInterruptible|prompts|busy|waiting|beginning|frames|depth|run|ts)\b)/,
    allowed: ['src/main.ts', 'src/store/disk/'],
  },
  { words: 'the console', pattern: /\bconsole\./, allowed: [] },
  {
    words: 'the file system',
    pattern: /'node:fs'/,
    allowed: ['src/store/disk/', 'src/kubectl/resources/manifest-reader.ts', 'src/main.ts'],
  },
  {
    words: 'async, await and Promise',
    pattern: /\basync\b|\bawait\b|\bPromise\b/,
    allowed: [
      'src/kubectl/',
      'src/cli/',
      'src/client/http-',
      'src/client/transport.ts',
      'src/apiserver/http/',
      'src/apiserver/local-transport.ts',
      'src/main.ts',
    ],
  },
  {
    words: 'any and forced casts',
    pattern: /:\s*any\b|<any>(?! \()|as unknown as|@ts-ignore|@ts-expect-error/,
    allowed: ['src/kinds/kind.ts', 'src/client/triggers.ts'],
  },
];

/** Files that may be longer, and why. */
export const LONGER_FILES: readonly { readonly file: string; readonly why: string }[] = [
  {
    file: 'src/kubectl/resources/go-yaml/scanner.ts',
    why: 'one automaton: taken apart, its state would be passed from file to file',
  },
];
