import { Ingress } from '../kinds/networking/ingress/kind.ts';
import type { HttpIngressPath, IngressBackend, IngressRule } from '../kinds/networking/ingress/types.ts';
import { compareText } from '../machinery/json.ts';
import { type View, wasThere } from './view.ts';

/** Which rule of which Ingress a request falls under. */
export interface IngressMatch {
  readonly ingress: Ingress;
  /** Absent: the default backend. */
  readonly rule?: IngressRule;
  readonly path?: HttpIngressPath;
  readonly backend: IngressBackend;
  /** The Secret whose certificate is shown. */
  readonly secret?: string;
}

const REWRITE = 'nginx.ingress.kubernetes.io/rewrite-target';
const USE_REGEX = 'nginx.ingress.kubernetes.io/use-regex';

/** The Ingresses that have rules for the host, oldest first, and those that take every host. O(Ingresses). */
export function ingressesFor(host: string, view: View): readonly Ingress[] {
  const all = view.reader.list(Ingress).filter(({ metadata }) => wasThere(metadata, view));
  return all
    .filter((ingress) => hostsOf(ingress).some((own) => rankOf(own, host) > 0))
    .toSorted((a, b) => compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''));
}

const hostsOf = ({ spec }: Ingress): readonly string[] => (spec?.rules ?? []).map(({ host = '' }) => host);

/** How well the host of a rule fits: exactly, by a wildcard for one label, or because it takes every host. */
function rankOf(own: string, host: string): 0 | 1 | 2 | 3 {
  if (own === '') return 1;
  if (own === host) return 3;
  return own.startsWith('*.') && host.slice(host.indexOf('.')) === own.slice(1) && host.includes('.') ? 2 : 0;
}

/** The one rule that a request falls under: the closest host, then the longest path, Exact before Prefix. */
export function matchIngress(
  ingresses: readonly Ingress[],
  host: string,
  path: string,
): IngressMatch | undefined {
  const candidates = ingresses.flatMap((ingress) =>
    (ingress.spec?.rules ?? []).flatMap((rule) => {
      const rank = rankOf(rule.host ?? '', host);
      if (rank === 0) return [];
      const paths = (rule.http?.paths ?? []).filter((own) => isUnder(own, path, ingress));
      return paths.map((own) => ({ ingress, rule, path: own, rank, weight: weightOf(own) }));
    }),
  );
  // The closest host alone answers, also where it has nothing under the path.
  const rank = Math.max(0, ...ingresses.flatMap((one) => hostsOf(one).map((own) => rankOf(own, host))));
  const [best] = candidates.filter((one) => one.rank === rank).toSorted((a, b) => b.weight - a.weight);
  if (best !== undefined) {
    const { ingress, rule } = best;
    return { ingress, rule, path: best.path, backend: best.path.backend, ...secretFor(ingress, host) };
  }
  const fallback = ingresses.find(({ spec }) => spec?.defaultBackend !== undefined);
  if (fallback?.spec?.defaultBackend === undefined) return undefined;
  return { ingress: fallback, backend: fallback.spec.defaultBackend, ...secretFor(fallback, host) };
}

/** Longer paths first; of two as long the exact one. */
const weightOf = ({ path = '/', pathType }: HttpIngressPath): number =>
  path.length * 2 + (pathType === 'Exact' ? 1 : 0);

function isUnder({ path: own = '/', pathType }: HttpIngressPath, path: string, ingress: Ingress): boolean {
  if (pathType === 'Exact') return path === own;
  if (pathType === 'ImplementationSpecific' && usesPatterns(ingress)) return asPattern(own).test(path);
  const prefix = own.endsWith('/') ? own.slice(0, -1) : own;
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** ingress-nginx takes paths as regular expressions where it is told to, or where a rewrite names their parts. */
function usesPatterns({ metadata }: Ingress): boolean {
  const { annotations = {} } = metadata;
  return annotations[USE_REGEX] === 'true' || (annotations[REWRITE] ?? '').includes('$');
}

function asPattern(path: string): RegExp {
  try {
    return new RegExp(`^${path}`, 'i');
  } catch {
    return /^(?!)/;
  }
}

/** The Secret with the certificate of the host. */
function secretFor({ spec }: Ingress, host: string): { readonly secret?: string } {
  const own = (spec?.tls ?? []).find(({ hosts = [] }) => hosts.some((each) => rankOf(each, host) > 1));
  return own?.secretName === undefined ? {} : { secret: own.secretName };
}

/** Whether a rule names the host, also by a wildcard: those for every host do not count. */
export const namesHost = (ingress: Ingress, host: string): boolean =>
  hostsOf(ingress).some((own) => rankOf(own, host) > 1);

/** The default backend of Ingresses without any rule: whatever host nobody else takes. */
export function catchAlls(view: View): readonly Ingress[] {
  return view.reader
    .list(Ingress)
    .filter(
      ({ metadata, spec }) =>
        spec?.defaultBackend !== undefined && !spec.rules?.length && wasThere(metadata, view),
    );
}
