import { markingCommand } from './drain/marking.ts';

/** `kubectl uncordon`. */
export const uncordon = markingCommand({
  name: 'uncordon',
  short: 'Mark node as schedulable',
  wanted: 'schedulable',
});
