import type { CommandEntry } from '../command.ts';

const BEGINNER = 'Basic Commands (Beginner):';
const INTERMEDIATE = 'Basic Commands (Intermediate):';
const DEPLOY = 'Deploy Commands:';
const CLUSTER = 'Cluster Management Commands:';
const DEBUGGING = 'Troubleshooting and Debugging Commands:';
const ADVANCED = 'Advanced Commands:';
const SETTINGS = 'Settings Commands:';

/** Every command of kubectl, in the order its help shows; each is loaded when it is called. */
export const commands: readonly CommandEntry[] = [];
