import type { Taint } from '../../kinds/core/node/types.ts';
import type { TaintEffect } from '../../kinds/core/pod/types.ts';
import { UsageError } from '../../kubectl/command.ts';
import type { Labels } from '../../machinery/labels.ts';

/** `a=b,c=d` as labels. */
export function labelsFrom(pairs: readonly string[]): Labels {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
      if (key === '') throw new UsageError(`${JSON.stringify(pair)} is no label: write key=value`);
      return [key, value];
    }),
  );
}

const EFFECTS: readonly TaintEffect[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `key=value:effect` or `key:effect` as taints. */
export function taintsFrom(words: readonly string[]): readonly Taint[] {
  return words.map((word) => {
    const [, key = '', value, name = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(word) ?? [];
    const effect = EFFECTS.find((one) => one === name);
    if (effect === undefined)
      throw new UsageError(
        `${JSON.stringify(word)} is no taint: write key=value:effect, where the effect is ${EFFECTS.join(', ')}`,
      );
    return { key, ...(value === undefined || value === '' ? {} : { value }), effect };
  });
}
