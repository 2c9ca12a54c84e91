import type { Duration } from '../../../machinery/instant.ts';
import { fetchObject } from '../../api.ts';
import { CommandError, defineCommand, UsageError } from '../../command.ts';
import { asError } from '../../errors.ts';
import { printFlags } from '../../flag-groups.ts';
import { array, duration, text } from '../../flags.ts';
import { resultPrinter } from '../../output/printer.ts';
import { type AnyObject, valueAt } from '../../resources/object.ts';
import { nameOf } from './generator.ts';

const KINDS = ['Node', 'Pod', 'Secret'];

/** `kubectl create token`. */
export const createToken = defineCommand({
  name: 'token',
  usage: 'token SERVICE_ACCOUNT_NAME',
  short: 'Request a service account token',
  examples: ['kubectl create token robot --duration=10m'],
  flags: {
    ...printFlags,
    audience: array('audience', { help: 'Whom the token is for; may be repeated.' }),
    boundObjectKind: text('bound-object-kind', {
      help: `Kind of the object the token lives with: ${KINDS.join(', ')}.`,
    }),
    boundObjectName: text('bound-object-name', { help: 'Name of the object the token lives with.' }),
    boundObjectUid: text('bound-object-uid', { help: 'UID of the object the token lives with.' }),
    duration: duration('duration', { help: 'How long the token should live; 0 leaves it to the server.' }),
  },
  complete: (args, given, invocation) => {
    const name = nameOf(args, invocation);
    refuse(name, given);
    return { ...given, name };
  },
  run: async (options, context) => {
    const { name, audience, duration: life, boundObjectKind: kind } = options;
    const bound = { kind, apiVersion: 'v1', name: options.boundObjectName, uid: options.boundObjectUid };
    const body = {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { creationTimestamp: null },
      spec: {
        audiences: audience.length === 0 ? null : audience,
        expirationSeconds: life === 0 ? null : life / 1000,
        boundObjectRef: kind === '' ? null : bound,
      },
      status: { token: '', expirationTimestamp: null },
    };
    const path = `/api/v1/namespaces/${context.config.namespace}/serviceaccounts/${encodeURIComponent(name)}/token`;
    const answer = await fetchObject<AnyObject>(context, 'POST', path, { body }).catch((error: unknown) => {
      throw new CommandError(`failed to create token: ${asError(error).message}`);
    });
    const token = valueAt(answer, 'status', 'token');
    if (typeof token !== 'string' || token === '') {
      throw new CommandError('failed to create token: no token in server response');
    }
    if (options.output !== '')
      context.out.write((await resultPrinter(options, '', context.files, 'given'))(answer));
    else context.out.write(context.isTerminal ? `${token}\n` : token);
    return 0;
  },
});

function refuse(
  name: string,
  given: {
    readonly audience: readonly string[];
    readonly duration: Duration;
    readonly boundObjectKind: string;
    readonly boundObjectName: string;
    readonly boundObjectUid: string;
  },
): void {
  const { boundObjectKind: kind, boundObjectName: object, boundObjectUid: uid } = given;
  const faults: readonly (readonly [boolean, string])[] = [
    [name === '', 'service account name is required'],
    [given.duration < 0, '--duration must be greater than or equal to 0'],
    [given.duration % 1000 !== 0, '--duration cannot be expressed in units less than seconds'],
    [given.audience.includes(''), '--audience must not be an empty string'],
    [kind === '' && object !== '', '--bound-object-name can only be set if --bound-object-kind is provided'],
    [kind === '' && uid !== '', '--bound-object-uid can only be set if --bound-object-kind is provided'],
    [kind !== '' && !KINDS.includes(kind), `supported --bound-object-kind values are ${KINDS.join(', ')}`],
    [kind !== '' && object === '', '--bound-object-name is required if --bound-object-kind is provided'],
  ];
  const fault = faults.find(([holds]) => holds);
  if (fault !== undefined) throw new UsageError(fault[1]);
}
