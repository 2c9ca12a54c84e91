import type { PathElement } from './path-element.ts';

/**
 * A set of paths, as FieldsV1 carries it: a tree by path element. A node without children is a member; a member with
 * children says so by `.`. Trees are values: what two sets have in common they share, and an operation that changes
 * nothing gives back what it was given. The empty set is `undefined`: an empty tree would be a member.
 */
export interface FieldSet {
  readonly [element: PathElement]: FieldSet;
}
export type MaybeSet = FieldSet | undefined;

/** A member without children. */
export const MEMBER: FieldSet = Object.freeze({});
