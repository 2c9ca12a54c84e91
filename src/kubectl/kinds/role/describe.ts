import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describePage } from '../page.ts';
import { describePolicyRules, type PolicyRule } from './rules.ts';

interface Role extends KubeObject {
  readonly rules?: readonly PolicyRule[] | null;
}

/** Roles and ClusterRoles read alike: kubectl shows no namespace. */
export const role = defineDescriber<Role>({
  events: 'none',
  describe: ({ object }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      page.line(0, 'PolicyRule:');
      describePolicyRules(page, object.rules ?? []);
    }),
});
