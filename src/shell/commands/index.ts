import { parseScript } from '../parser.ts';
import { type Program, resumable, type Shell } from '../shell.ts';
import { archives } from './archives.ts';
import { awk } from './awk.ts';
import { controls } from './control.ts';
import { files } from './files.ts';
import { finding } from './finding.ts';
import { lines } from './lines.ts';
import { listing } from './listing.ts';
import { lookups } from './lookups.ts';
import { network } from './network.ts';
import { printing } from './printing.ts';
import { processes } from './processes.ts';
import { reading } from './reading.ts';
import { reads } from './reads.ts';
import { runScript, shells } from './scripts.ts';
import { sed } from './sed.ts';
import { system } from './system.ts';
import { tests } from './test.ts';
import { variables } from './variables.ts';
import { waiting } from './waiting.ts';

type Table = Readonly<Record<string, Program>>;

const builtIns = new Map<string, Program>(entriesOf(controls, variables, reads, printing, tests));
const programs = new Map<string, Program>(
  entriesOf(
    files,
    finding,
    listing,
    reading,
    lines,
    system,
    lookups,
    network,
    processes,
    shells,
    waiting,
    archives,
    {
      sed: resumable(sed),
      awk: resumable(awk),
      gawk: resumable(awk),
    },
  ),
);
/** Programs of its own in other shells, but here nothing is started for them. */
const CHEAP = new Set(['sleep', 'kill', 'wait', 'cat']);

function entriesOf(...tables: readonly Table[]): readonly (readonly [string, Program])[] {
  return tables.flatMap((table) => Object.entries(table));
}

export interface FoundProgram {
  readonly program: Program;
  readonly isBuiltIn: boolean;
  /** Its text, where it is a script. */
  readonly script?: string;
}

const FOLDERS = /^(?:\/usr)?(?:\/local)?\/s?bin\//;

/** What a name calls; undefined when there is no such command. */
export function programNamed(name: string, shell: Pick<Shell, 'world' | 'path'>): FoundProgram | undefined {
  const builtIn = builtIns.get(name);
  if (builtIn !== undefined) return { program: builtIn, isBuiltIn: true };
  const bare = name.replace(FOLDERS, '');
  const { programs: brought } = shell.world;
  const ofImage = brought.get(bare) ?? brought.get(name.slice(name.lastIndexOf('/') + 1));
  if (typeof ofImage === 'string') return scriptOf(ofImage);
  if (ofImage !== undefined) return { program: ofImage, isBuiltIn: false };
  const program = programs.get(bare) ?? (bare === name ? undefined : builtIns.get(bare));
  if (program !== undefined && (bare === name || FOLDERS.test(name)))
    return { program, isBuiltIn: CHEAP.has(bare) };
  return name.includes('/') ? scriptFile(name, shell) : undefined;
}

/** A file that may be executed: its text is the script. */
function scriptFile(name: string, shell: Pick<Shell, 'world' | 'path'>): FoundProgram | undefined {
  const node = shell.world.files.find(shell.path(name))?.node;
  if (node?.type !== 'file' || (node.mode & 0o111) === 0) return undefined;
  return scriptOf(node.text);
}

/** A program whose text is a script. */
export const scriptOf = (script: string): FoundProgram => ({
  program: resumable(({ shell, name, args }) => runScript(shell, () => parseScript(script), name, args)),
  isBuiltIn: false,
  script,
});
