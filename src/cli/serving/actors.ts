import type { ActorsOf } from '../../cluster/session-parts.ts';
import { UsageError } from '../../kubectl/command.ts';

/** What people call an actor whose event source has another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = { scheduler: 'default-scheduler' };

/** Everyone but those named; a name that nobody bears is refused when the cluster first acts. */
export function actorsWithout(actors: ActorsOf, names: readonly string[]): ActorsOf {
  const left = new Set(names.map((name) => OTHER_NAMES[name] ?? name));
  if (left.size === 0) return actors;
  return (settings, world) => {
    const all = actors(settings, world);
    const known = all.map(({ name }) => name);
    const unknown = [...left].find((name) => !known.includes(name));
    if (unknown !== undefined) {
      throw new UsageError(
        `nobody is called ${JSON.stringify(unknown)}; there are ${known.sort().join(', ')}`,
      );
    }
    return all.filter(({ name }) => !left.has(name));
  };
}
