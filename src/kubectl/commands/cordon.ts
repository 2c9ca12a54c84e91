import { markingCommand } from './drain/marking.ts';

/** `kubectl cordon`. */
export const cordon = markingCommand({
  name: 'cordon',
  short: 'Mark node as unschedulable',
  wanted: 'unschedulable',
});
