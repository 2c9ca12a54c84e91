import type { KubeObject } from '../../../machinery/object-meta.ts';
import { describeMarks } from '../common.ts';
import { defineDescriber } from '../describer.ts';
import { describePage } from '../page.ts';

interface RoleBinding extends KubeObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly {
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
  }[];
}

/** RoleBindings and ClusterRoleBindings read alike. */
export const roleBinding = defineDescriber<RoleBinding>({
  events: 'none',
  describe: ({ object }) =>
    describePage((page) => {
      page.line(0, `Name:\t${object.metadata.name}`);
      describeMarks(page, object);
      page.line(0, 'Role:');
      page.line(1, `Kind:\t${object.roleRef.kind}`);
      page.line(1, `Name:\t${object.roleRef.name}`);
      page.line(0, 'Subjects:');
      page.line(1, 'Kind\tName\tNamespace');
      page.line(1, '----\t----\t---------');
      for (const { kind, name, namespace = '' } of object.subjects ?? [])
        page.line(1, `${kind}\t${name}\t${namespace}`);
    }),
});
