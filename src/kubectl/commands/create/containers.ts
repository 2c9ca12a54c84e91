/** A container as Go's types write it. */
export function newContainer(name: string, image: string, command: readonly string[]) {
  return { name, image, ...(command.length === 0 ? {} : { command }), resources: {} };
}

/** A pod template without any metadata of its own. */
export function newTemplate(
  spec: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>> = {},
) {
  return { metadata: { creationTimestamp: null, ...metadata }, spec };
}
