import { type Fields, isFields } from '../../../../machinery/json.ts';
import type { HorizontalPodAutoscaler } from '../kind.ts';
import type { HorizontalPodAutoscalerSpec, HorizontalPodAutoscalerStatus, MetricSpec } from '../types.ts';
import { isProcessorUse, metricFromV1, metricToV1, statusFromV1, statusToV1 } from './metrics.ts';

const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
const CURRENT_METRICS = 'autoscaling.alpha.kubernetes.io/current-metrics';
const BEHAVIOR = 'autoscaling.alpha.kubernetes.io/behavior';
const CONDITIONS = 'autoscaling.alpha.kubernetes.io/conditions';

type Annotations = Readonly<Record<string, string>>;

/** The annotations without those that carry what v1 has no fields for. */
export function withoutOurs(annotations: Annotations | undefined): Annotations {
  const ours = [METRICS, CURRENT_METRICS, BEHAVIOR, CONDITIONS];
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !ours.includes(name)));
}

/** What of an autoscaler v1 has no fields for. */
export function addedAnnotations({ spec, status }: HorizontalPodAutoscaler): Annotations {
  const others = (spec.metrics ?? []).filter((metric) => !isProcessorUse(metric));
  const current = status?.currentMetrics ?? [];
  const conditions = status?.conditions ?? [];
  return {
    ...(others.length === 0 ? {} : { [METRICS]: JSON.stringify(others.map(metricToV1)) }),
    ...(current.length === 0 ? {} : { [CURRENT_METRICS]: JSON.stringify(current.map(statusToV1)) }),
    ...(spec.behavior === undefined ? {} : { [BEHAVIOR]: JSON.stringify(capitalised(spec.behavior)) }),
    ...(conditions.length === 0 ? {} : { [CONDITIONS]: JSON.stringify(conditions) }),
  };
}

interface Carried {
  readonly metrics?: readonly MetricSpec[];
  readonly behavior?: NonNullable<HorizontalPodAutoscalerSpec['behavior']>;
  readonly currentMetrics?: NonNullable<HorizontalPodAutoscalerStatus['currentMetrics']>;
  readonly conditions?: NonNullable<HorizontalPodAutoscalerStatus['conditions']>;
}

/** What annotations carry; one that cannot be read carries nothing. */
export function readAnnotations(annotations: Annotations | undefined): Carried {
  const list = (name: string): readonly Fields[] | undefined => {
    const value = parsed(annotations?.[name]);
    return Array.isArray(value) ? value.filter(isFields) : undefined;
  };
  const behavior = parsed(annotations?.[BEHAVIOR]);
  const metrics = list(METRICS)?.map(metricFromV1);
  const currentMetrics = list(CURRENT_METRICS)?.map(statusFromV1);
  const conditions = list(CONDITIONS) as Carried['conditions'];
  return {
    ...(metrics === undefined ? {} : { metrics }),
    ...(isFields(behavior) ? { behavior: uncapitalised(behavior) as NonNullable<Carried['behavior']> } : {}),
    ...(currentMetrics === undefined ? {} : { currentMetrics }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Upstream writes the behaviour's Go form: its field names begin with capitals. */
const capitalised = (value: unknown): unknown =>
  renamed(value, (name) => name.charAt(0).toUpperCase() + name.slice(1));
const uncapitalised = (value: unknown): unknown =>
  renamed(value, (name) => name.charAt(0).toLowerCase() + name.slice(1));

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (!isFields(value)) return value;
  const known = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(known.map(([name, part]) => [rename(name), renamed(part, rename)]));
}
