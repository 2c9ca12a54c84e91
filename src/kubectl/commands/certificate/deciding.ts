import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
} from '../../../kinds/certificates/certificatesigningrequest/types.ts';
import { timeOf } from '../../../machinery/instant.ts';
import { isConflict, isNotFound } from '../../../machinery/status.ts';
import { fetchObject } from '../../api.ts';
import { type Command, type Context, defineCommand, type ExitCode, UsageError } from '../../command.ts';
import { asError } from '../../errors.ts';
import { filenameFlags, fileOptions, printFlags } from '../../flag-groups.ts';
import { bool, type FlagValues } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import { select } from '../../resources/builder.ts';
import type { AnyObject } from '../../resources/object.ts';
import { type Info, retrieve } from '../../resources/selection.ts';

const GROUP = 'certificates.k8s.io';
const KIND = 'CertificateSigningRequest';
const PLURAL = 'certificatesigningrequests';

interface Decision {
  readonly type: 'Approved' | 'Denied';
  readonly excludes: 'Approved' | 'Denied';
  readonly reason: string;
  readonly message: string;
}

const flags = {
  ...printFlags,
  ...filenameFlags('identifying the resource to update'),
  force: bool('force', { help: 'Write the decision even if it has been made already.' }),
};

interface Options {
  readonly names: readonly string[];
  readonly given: FlagValues<typeof flags>;
}

/** `kubectl certificate approve`. */
export const approve = deciding('approve', 'approved', {
  type: 'Approved',
  excludes: 'Denied',
  reason: 'KubectlApprove',
  message: 'This CSR was approved by kubectl certificate approve.',
});

/** `kubectl certificate deny`. */
export const deny = deciding('deny', 'denied', {
  type: 'Denied',
  excludes: 'Approved',
  reason: 'KubectlDeny',
  message: 'This CSR was denied by kubectl certificate deny.',
});

function deciding(verb: 'approve' | 'deny', done: string, decision: Decision): Command {
  const word = verb === 'approve' ? 'Approve' : 'Deny';
  return defineCommand({
    name: verb,
    usage: `${verb} (-f FILENAME | NAME)`,
    short: `${word} a certificate signing request`,
    long: `${word} a certificate signing request. What a certificate is issued for, its bearer may do: read the request first.`,
    examples: ['# A request by its name', `kubectl certificate ${verb} jane`],
    flags,
    complete: (names, given): Options => {
      if (names.length === 0 && given.filename.length === 0 && given.kustomize === '')
        throw new UsageError('one or more CSRs must be specified as <name> or -f <filename>');
      return { names, given };
    },
    run: (options, context) => decide(options, context, done, decision),
  });
}

async function decide(
  { names, given }: Options,
  context: Context,
  done: string,
  decision: Decision,
): Promise<ExitCode> {
  const print = await resultPrinter(given, done, context.files);
  const selection = await select(context, {
    args: names.map((name) => (name.includes('/') ? name : `${PLURAL}/${name}`)),
    files: fileOptions(given),
    continueOnError: true,
    latest: true,
  });
  let found = 0;
  await selection.visit(async (info) => {
    // What is printed is what was found, without the decision.
    const shown = await settle(info, context, decision, given.force);
    found++;
    context.out.write(print(shown));
  });
  if (found === 0) context.out.line('No resources found');
  return 0;
}

/** A conflict is tried again so many times. */
const RETRIES = 10;

async function settle(info: Info, context: Context, decision: Decision, force: boolean): Promise<AnyObject> {
  const { kind, group } = info.mapping;
  if (kind !== KIND || group !== GROUP)
    throw new Error(
      `can only handle ${KIND}.${GROUP} objects, got ${group === '' ? kind : `${kind}.${group}`}`,
    );
  let current = info;
  for (let tries = 0; ; tries++) {
    const request = await requestOf(info.name, context);
    const decided = withDecision(request, decision, context);
    if (decided === undefined && !force) break;
    try {
      await fetchObject(context, 'PUT', `${pathOf(info.name)}/approval`, { body: decided ?? request });
      break;
    } catch (error) {
      if (!isConflict(error) || tries >= RETRIES) throw error;
      current = await retrieve(context, info);
    }
  }
  return current.object as AnyObject;
}

const pathOf = (name: string): string => `/apis/${GROUP}/v1/${PLURAL}/${encodeURIComponent(name)}`;

async function requestOf(name: string, context: Context): Promise<CertificateSigningRequest> {
  try {
    return await fetchObject<CertificateSigningRequest>(context, 'GET', pathOf(name));
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new Error(`could not find v1 version of ${name}: ${asError(error).message}`);
  }
}

/** The request with the decision; undefined where it has been made before. */
function withDecision(
  request: CertificateSigningRequest,
  { type, excludes, reason, message }: Decision,
  { transport }: Context,
): CertificateSigningRequest | undefined {
  const conditions = request.status?.conditions ?? [];
  if (conditions.some((one) => one.type === excludes)) {
    const name = JSON.stringify(request.metadata.name);
    throw new Error(`certificate signing request ${name} is already ${excludes}`);
  }
  if (conditions.some((one) => one.type === type)) return undefined;
  const condition: CertificateSigningRequestCondition = {
    type,
    status: 'True',
    reason,
    message,
    lastUpdateTime: timeOf(transport.now()),
    lastTransitionTime: null,
  };
  return { ...request, status: { ...request.status, conditions: [...conditions, condition] } };
}
