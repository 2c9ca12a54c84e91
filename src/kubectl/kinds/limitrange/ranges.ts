import type { ResourceList } from '../../../kinds/core/pod/types.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import type { Page } from '../page.ts';
import { amountText } from '../resources.ts';

interface LimitRangeItem {
  readonly type: string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

export interface LimitRange extends KubeObject {
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] };
}

export const LIMIT_TITLES =
  'Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio';
export const LIMIT_RULES =
  '----\t--------\t---\t---\t---------------\t-------------\t-----------------------';

/** One row a type and resource. */
export function describeLimits(page: Page, { spec }: LimitRange, prefix: string): void {
  for (const {
    type,
    min,
    max,
    defaultRequest,
    default: limit,
    maxLimitRequestRatio: ratio,
  } of spec?.limits ?? []) {
    const lists = [min, max, defaultRequest, limit, ratio];
    const names = [...new Set(lists.flatMap((list) => Object.keys(list ?? {})))].sort();
    for (const name of names) {
      const cells = lists.map((list) => (list?.[name] === undefined ? '-' : amountText(list[name])));
      page.line(0, `${prefix}${type}\t${name}\t${cells.join('\t')}`);
    }
  }
}

/** The limit ranges of a namespace, in its description. */
export function describeLimitRanges(page: Page, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) {
    page.line(0, 'No LimitRange resource.');
    return;
  }
  page.write(0, `Resource Limits\n ${LIMIT_TITLES}\n`);
  page.line(0, ` ${LIMIT_RULES}`);
  for (const range of ranges) describeLimits(page, range, ' ');
}
