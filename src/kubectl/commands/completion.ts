import { defineCommand, UsageError } from '../command.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
type Shell = (typeof SHELLS)[number];

/** `kubectl completion`. */
export const completion = defineCommand({
  name: 'completion',
  group: 'Settings Commands:',
  usage: 'completion SHELL',
  short: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  long:
    'Print what a shell needs to complete commands, types, names and flags when Tab is pressed. Let the shell read it when\n' +
    ' it starts. Names come from the cluster as it is at that moment.',
  examples: [
    '# bash, for this session and for all others',
    'source <(sim completion bash)',
    "echo 'source <(sim completion bash)' >> ~/.bashrc",
    '',
    '# zsh',
    'source <(sim completion zsh)',
    '',
    '# fish',
    'sim completion fish | source',
    '',
    '# PowerShell',
    'sim completion powershell | Out-String | Invoke-Expression',
  ],
  flags: {},
  complete: (args) => {
    const [shell, ...more] = args;
    if (shell === undefined) throw new UsageError('Shell not specified.', 'examples');
    if (more.length > 0) {
      throw new UsageError('Too many arguments. Expected only the shell type.', 'examples');
    }
    const found = SHELLS.find((name) => name === shell);
    if (found === undefined) {
      throw new UsageError(`Unsupported shell type ${JSON.stringify(shell)}.`, 'examples');
    }
    return { shell: found };
  },
  run: async ({ shell }, { out }) => {
    out.write(await scripts[shell]());
    return 0;
  },
});

const scripts: Readonly<Record<Shell, () => Promise<string>>> = {
  bash: async () => (await import('../completion/scripts/bash.ts')).bash,
  zsh: async () => (await import('../completion/scripts/zsh.ts')).zsh,
  fish: async () => (await import('../completion/scripts/fish.ts')).fish,
  powershell: async () => (await import('../completion/scripts/powershell.ts')).powershell,
};
