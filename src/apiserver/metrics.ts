import { compareText } from '../machinery/json.ts';
import { qualified } from '../machinery/status.ts';
import type { Backend } from './backend.ts';
import { prefixOf } from './registry.ts';
import { VERSION_INFO } from './version.ts';

/** What `/metrics` tells: the few measures that a simulated server has, in the text format of Prometheus. */
export function metricsText({ registry, store }: Pick<Backend, 'registry' | 'store'>): string {
  const counts = registry.kinds
    .filter((kind) => kind.computed === undefined)
    .map((kind) => [qualified(kind.group, kind.plural), store.list(prefixOf(kind)).length] as const);
  const { major, minor, gitVersion, gitCommit, gitTreeState, buildDate, goVersion, compiler, platform } =
    VERSION_INFO;
  return [
    '# HELP apiserver_storage_objects [STABLE] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
    '# TYPE apiserver_storage_objects gauge',
    ...[...new Map(counts)]
      .sort(([a], [b]) => compareText(a, b))
      .map(([resource, count]) => `apiserver_storage_objects{resource="${resource}"} ${count}`),
    "# HELP kubernetes_build_info [ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
    '# TYPE kubernetes_build_info gauge',
    `kubernetes_build_info{build_date="${buildDate}",compiler="${compiler}",git_commit="${gitCommit}",git_tree_state="${gitTreeState}",git_version="${gitVersion}",go_version="${goVersion}",major="${major}",minor="${minor}",platform="${platform}"} 1`,
    '',
  ].join('\n');
}
