import type { Fields } from '../../../machinery/json.ts';
import type { KubeObject } from '../../../machinery/object-meta.ts';
import { defineFace } from '../../kind.ts';
import { Event } from './kind.ts';

/** Fields that the newer API calls otherwise, by what core/v1 calls them. */
const NAMES: Readonly<Record<string, string>> = {
  involvedObject: 'regarding',
  message: 'note',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
  reportingComponent: 'reportingController',
};
const CORE_NAMES = Object.fromEntries(Object.entries(NAMES).map(([core, newer]) => [newer, core]));

/** events.k8s.io/v1: the same events under other names. */
export const NewerEvent = defineFace(Event, {
  group: 'events.k8s.io',
  shown: (event) => renamed(event, NAMES, 'events.k8s.io/v1'),
  stored: (event) => {
    const { involvedObject = {}, source = {}, ...rest } = { ...renamed(event, CORE_NAMES, 'v1') } as Fields;
    const object: unknown = { ...rest, involvedObject, source };
    return object as KubeObject;
  },
});

function renamed(
  object: KubeObject,
  names: Readonly<Record<string, string>>,
  apiVersion: string,
): KubeObject {
  const fields = Object.entries(object).map(([name, value]) => [names[name] ?? name, value]);
  return { ...Object.fromEntries(fields), apiVersion };
}
