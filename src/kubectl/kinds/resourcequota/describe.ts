import { formatQuantity, parseQuantity } from '../../../machinery/quantity.ts';
import { describeIdentity } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describePage, sortedKeys } from '../page.ts';
import { amountText } from '../resources.ts';
import { describeScopes, type ResourceQuota } from './quota.ts';

export const resourceQuota = defineDescriber<ResourceQuota>({
  events: 'none',
  describe: ({ object }) =>
    describePage((page) => {
      describeIdentity(page, object, 'namespaced');
      describeScopes(page, 0, object, ' * ');
      page.line(0, 'Resource\tUsed\tHard');
      page.line(0, '--------\t----\t----');
      const { hard, used } = object.status ?? {};
      for (const name of sortedKeys(hard)) {
        page.line(0, `${name}\t${inFormatOf(hard?.[name], used?.[name])}\t${amountText(hard?.[name])}`);
      }
    }),
});

/** What is used is written the way the limit is: 1Gi beside 2Gi, not 1073741824. */
function inFormatOf(model: string | undefined, amount: string | undefined): string {
  const { format } = parseQuantity(model ?? '0');
  const quantity = parseQuantity(amount ?? '0');
  return quantity.format === format ? amountText(amount) : formatQuantity({ ...quantity, format });
}
