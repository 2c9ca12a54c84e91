import { entryPoint } from '../../containers/entry-point.ts';
import { imageOf } from '../../containers/images/index.ts';
import { programsOf } from '../../containers/images/programs.ts';
import type { Container } from '../../kinds/core/pod/types.ts';
import { whyNotThere } from './hooks.ts';

/** Folders whose programs are known by name. */
const SYSTEM = /^\/(?:usr\/)?(?:local\/)?s?bin\/([^/]+)$/;

/** containerd's words where the container's program is certainly not there; images that nobody knows may have any. */
export function startError(container: Container): string | undefined {
  const [program = ''] = entryPoint(container, {});
  if (program === '' || program.includes('$(') || !isMissing(program, container)) return undefined;
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${whyNotThere(program)}: unknown`;
}

function isMissing(program: string, { image = '', volumeMounts = [] }: Container): boolean {
  const programs = programsOf(image);
  // Relative paths depend on where it is started.
  if (programs === undefined || (program.includes('/') && !program.startsWith('/'))) return false;
  if (volumeMounts.some(({ mountPath }) => isUnder(program, mountPath))) return false;
  const { programs: played, files = {} } = imageOf(image);
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (played.has(name) || Object.hasOwn(files, program)) return false;
  const isInPath = !program.includes('/') || SYSTEM.test(program);
  return !isInPath || !programs.some((known) => known.has(name));
}

const isUnder = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
