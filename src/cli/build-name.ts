/** Written in by the build: different sources have different names. */
declare const SIM_BUILD: string | undefined;

/** Tells this build from all others; undefined where the sources run as they stand. */
export const buildName: string | undefined = typeof SIM_BUILD === 'string' ? SIM_BUILD : undefined;
