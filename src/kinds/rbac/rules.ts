import type { Role } from './types.ts';

/** A list without rules is kept as none: protobuf, as which roles are stored, knows no empty lists. */
export const defaultRules = <T extends Role>(role: T): T =>
  role.rules?.length === 0 ? { ...role, rules: null } : role;
