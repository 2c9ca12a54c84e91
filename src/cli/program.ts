import { createLocalTransport, type Served } from '../apiserver/local-transport.ts';
import { apiVersionOf } from '../apiserver/registry.ts';
import type { Transport } from '../client/transport.ts';
import type { Session } from '../cluster/session.ts';
import { kinds } from '../kinds/index.ts';
import { loadDescriptions } from '../kinds/schema/docs.ts';
import { patchSchemaOf } from '../kinds/schema/patch-schema.ts';
import { loadTypes } from '../kinds/schema/source.ts';
import type { Context, ExitCode } from '../kubectl/command.ts';
import { commands as kubectlCommands } from '../kubectl/commands/index.ts';
import { globalFlags } from '../kubectl/global-flags.ts';
import { serverOf } from '../kubectl/kubeconfig.ts';
import { execute, type Globals } from '../kubectl/program.ts';
import { refuseTimeout, requestTimeout } from '../kubectl/request-timeout.ts';
import { localFiles } from '../kubectl/resources/manifest-reader.ts';
import { traced } from '../kubectl/tracing.ts';
import { textOfBytes } from '../machinery/bytes.ts';
import { lateCrew } from './actors.ts';
import { ourCommands } from './commands/index.ts';
import { contextIn, openKubeconfig, statePath } from './config.ts';
import { ourFlags } from './flags.ts';
import { hintText, remembering, wantsHints } from './hinting.ts';
import { type Host, heldOutput, type Output } from './host.ts';
import { impersonating, impersonationOf } from './impersonating.ts';
import type { Onlooker } from './ours.ts';
import { overviewText } from './overview.ts';
import { type ThroughServer, throughServer } from './serving/through-server.ts';
import { foregroundAt, openState, paceOf } from './state.ts';

/** Runs one command line of `sim` to its exit code. */
export async function run(host: Host): Promise<ExitCode> {
  const output = heldOutput(host);
  const [out, err] = [remembering(output.out), remembering(output.err)];
  let made: string | undefined;
  let globals: Globals | undefined;
  let opened: Session | undefined;
  const crew = lateCrew();
  const path = (): string => statePath(host, globals as Globals);
  const session = (onlooker?: Onlooker): Session => {
    if (opened === undefined) {
      if (localFiles.stat(path()) === undefined) made = path();
      opened = openState(host, path(), crew.actors, output.flush, onlooker);
    }
    return opened;
  };
  const begun = (onlooker?: Onlooker): Session => {
    const current = session(onlooker);
    current.begin();
    return current;
  };
  const ready = async (need: 'read' | 'act'): Promise<void> => {
    if (crew.isHere()) return;
    const isQuiet = need === 'read' && localFiles.stat(path()) === 'file' && !session().isDue();
    if (!isQuiet) await crew.come();
  };
  loadDescriptions(() => host.readAsset('docs.json.br'));
  loadTypes(() => Buffer.from(host.readAsset('types.json')).toString('utf8'));
  const transport = throughServer({
    local: createLocalTransport(opensWhenAsked(session, ready), (length) => waiting.sleep(length)),
    server: () => {
      refuseTimeout(globals?.requestTimeout ?? '0');
      // Who has opened the state by himself goes on with what he has.
      return opened === undefined ? foregroundAt(path()).announced() : undefined;
    },
    pace: () => paceOf(host),
    rows: () => ((globals?.verbosity ?? 0) < TRACED ? 'lean' : 'whole'),
    onSaved: () => {
      arm();
      output.flush();
    },
  });
  const leaving = new Set<() => void>();
  const arm = onceArmed(host, (signal) => {
    for (const leave of leaving) leave();
    output.flush();
    opened?.close();
    host.exit(signal === 'SIGINT' ? 130 : 143);
  });
  const waiting = armedWhenWaiting(host, arm);
  const exit = await execute(host.argv, {
    name: 'kubectl',
    entries: [
      ...kubectlCommands,
      ...ourCommands(
        {
          host: waiting,
          session: begun,
          statePath: path,
          actors: crew.actors,
          impersonation: () => impersonationOf(globals as Globals),
        },
        crew.come,
      ),
    ],
    globals: { ...globalFlags, ...ourFlags },
    out,
    err,
    environment: host.environment,
    files: localFiles,
    startPlugin: async (command) => (await host.runProcess(command, 'attached')).exit,
    overview: overviewText,
    open: (given) => {
      globals = given;
      const spoken: Context['talk'] = async (asked) => {
        const { talk } = await import('./talking/talk.ts');
        await crew.come();
        const impersonation = () => impersonationOf(given);
        const onInterrupt = (leave: () => void) => {
          leaving.add(leave);
          return () => void leaving.delete(leave);
        };
        return talk(asked, { host: waiting, session: begun, impersonation, onInterrupt, out, err });
      };
      const context = contextFor({
        host: waiting,
        transport,
        globals: given,
        output: { ...output, out, err },
      });
      return Object.defineProperty(context, 'talk', { value: spoken });
    },
  });
  await finish(transport, opened, output);
  if (globals !== undefined && wantsHints(globals['hints'], host)) {
    const pace = opened?.pace() ?? transport.serverPace();
    const happened = { out: out.text(), err: err.text(), exit, pace, made };
    host.writeErr(await hintText(host.argv, happened));
  }
  return exit;
}

/** Listens for signals from the first call on. */
function onceArmed(host: Host, handler: Parameters<Host['onSignal']>[0]): () => void {
  let armed = false;
  return () => {
    if (!armed) host.onSignal(handler);
    armed = true;
  };
}

/**
 * The host, listening for signals from the first time that somebody waits. Before that nothing has been shown, and a
 * lock tells by itself that its owner died.
 */
function armedWhenWaiting(host: Host, arm: () => void): Host {
  const sleep = (milliseconds: number): Promise<void> => {
    arm();
    return host.sleep(milliseconds);
  };
  return Object.create(host, { sleep: { value: sleep } }) as Host;
}

/** Saves what the command did, then shows what it said. */
async function finish(transport: ThroughServer, session: Session | undefined, output: Output): Promise<void> {
  try {
    await transport.end();
    session?.checkpoint();
  } finally {
    session?.close();
    output.flush();
  }
}

/** From this `-v` on requests are told of. */
const TRACED = 6;

interface Surroundings {
  readonly host: Host;
  readonly transport: Transport;
  readonly globals: Globals;
  readonly output: Output;
}

function contextFor({ host, transport, globals, output }: Surroundings): Context {
  const kubeconfig = openKubeconfig(host, globals);
  const { namespace } = contextIn(kubeconfig);
  const { verbosity } = globals;
  const limit = requestTimeout(globals.requestTimeout);
  const tracedHere = (plain: Transport): Transport =>
    traced(plain, { verbosity, server: serverOf(kubeconfig), err: output.err });
  return {
    transport: impersonating(verbosity < TRACED ? transport : tracedHere(transport), globals),
    ...(limit === undefined || limit === 0 ? {} : { requestTimeout: limit }),
    out: output.out,
    err: output.err,
    stdin: async () => {
      const read = await host.stdin();
      return typeof read === 'string' ? read : textOfBytes(read);
    },
    get isTyped() {
      return host.keyboard !== undefined;
    },
    fetchUrl: host.fetchUrl,
    files: localFiles,
    config: {
      namespace: globals.namespace || namespace || 'default',
      namespaceGiven: globals.namespace !== '',
      kubeconfig,
    },
    environment: host.environment,
    get isTerminal() {
      return host.isTerminal;
    },
    patchSchema: (apiVersion, kind) => {
      const found = kinds.find((one) => one.kind === kind && apiVersionOf(one) === apiVersion);
      return found === undefined ? undefined : patchSchemaOf(found.schema);
    },
    runProcess: (command, mode) => {
      output.flush();
      return host.runProcess(command, mode);
    },
  };
}

/** Commands that ask nothing of the cluster never open its state. */
function opensWhenAsked(session: () => Session, ready: NonNullable<Served['ready']>): Served {
  return {
    ready,
    handle: (request) => session().handle(request),
    subscribe: (request, onEvent) => session().subscribe(request, onEvent),
    now: () => session().now(),
    pass: (patience, until) => session().pass(patience, until),
    checkpoint: () => session().checkpoint(),
  };
}
