import { compareText } from '../../../machinery/json.ts';
import { hasReason, isNotFound } from '../../../machinery/status.ts';
import { fetchObject } from '../../api.ts';
import { type Context, defineCommand } from '../../command.ts';
import { printFlags } from '../../flag-groups.ts';
import { goList } from '../../kinds/page.ts';
import { resultPrinter } from '../../output/printer.ts';
import { alignTabs, TABLE_LAYOUT } from '../../output/tabwriter.ts';
import type { AnyObject } from '../../resources/object.ts';

interface Review extends AnyObject {
  readonly status?: {
    readonly userInfo?: {
      readonly username?: string;
      readonly uid?: string;
      readonly groups?: readonly string[];
      readonly extra?: Readonly<Record<string, readonly string[]>>;
    };
  };
}

const GROUP = 'authentication.k8s.io';

/** `kubectl auth whoami`. */
export const whoAmI = defineCommand({
  name: 'whoami',
  usage: 'whoami',
  short: 'Experimental: Check self subject attributes',
  long: 'See as whom the server takes you: name, groups and what else it knows.',
  examples: ['# As a table, as JSON', 'kubectl auth whoami', 'kubectl auth whoami -o json'],
  flags: printFlags,
  complete: (_args, given) => given,
  run: async (options, context) => {
    const table = options.output === '' && options.template === '';
    const print = table ? tableOf : await resultPrinter(options, '', context.files, 'given');
    context.out.write(print(await askServer(context)));
    return 0;
  },
});

/** The newest version that is served answers. */
async function askServer(context: Context): Promise<AnyObject> {
  try {
    return await ask(context, ['v1', 'v1beta1', 'v1alpha1']);
  } catch (error) {
    if (hasReason(error, 'Forbidden')) {
      throw new Error(
        'the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it',
      );
    }
    if (!isNotFound(error)) throw error;
    throw new Error(
      'the selfsubjectreviews API is not enabled in the cluster\n' +
        'enable APISelfSubjectReview feature gate and authentication.k8s.io/v1alpha1 or authentication.k8s.io/v1beta1 API',
    );
  }
}

async function ask(context: Context, [version = '', ...older]: readonly string[]): Promise<AnyObject> {
  const apiVersion = `${GROUP}/${version}`;
  const body = {
    kind: 'SelfSubjectReview',
    apiVersion,
    metadata: { creationTimestamp: null },
    status: { userInfo: {} },
  };
  try {
    return await fetchObject<AnyObject>(context, 'POST', `/apis/${apiVersion}/selfsubjectreviews`, { body });
  } catch (error) {
    if (isNotFound(error) && older.length > 0) return ask(context, older);
    throw error;
  }
}

function tableOf(object: AnyObject): string {
  const { username = '', uid = '', groups = [], extra = {} } = (object as Review).status?.userInfo ?? {};
  const rows = [
    ['ATTRIBUTE', 'VALUE'],
    ...(username === '' ? [] : [['Username', username]]),
    ...(uid === '' ? [] : [['UID', uid]]),
    ...(groups.length === 0 ? [] : [['Groups', goList(groups)]]),
    ...Object.keys(extra)
      .toSorted(compareText)
      .map((key) => [`Extra: ${key}`, goList(extra[key])]),
  ];
  return alignTabs(rows.map((row) => `${row.join('\t')}\n`).join(''), TABLE_LAYOUT);
}
