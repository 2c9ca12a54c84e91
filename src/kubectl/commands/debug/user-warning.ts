import type { Container, PodSpec } from '../../../kinds/core/pod/types.ts';
import type { Context } from '../../command.ts';

/** Who is not root has nothing of the capabilities that a profile gives. */
export function warnOfUser(
  { securityContext: own }: Container,
  { securityContext: ofPod }: PodSpec,
  { err }: Context,
): void {
  if ((ofPod?.runAsUser ?? 0) === 0 || own === undefined || own.runAsUser === 0) return;
  if (own.privileged !== true && (own.capabilities?.add ?? []).length === 0) return;
  err.line(
    'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".',
  );
}
