import { goQuote } from '../../output/go-format.ts';
import type { Page } from '../page.ts';
import { amountText } from '../resources.ts';

interface Target {
  readonly type?: string;
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}
interface NamedMetric {
  readonly metric: { readonly name: string };
  readonly target: Target;
}
interface ResourceMetric {
  readonly name: string;
  readonly container?: string;
  readonly target: Target;
}

export interface Metric {
  readonly type: string;
  readonly resource?: ResourceMetric;
  readonly containerResource?: ResourceMetric;
  readonly pods?: NamedMetric;
  readonly object?: NamedMetric & {
    readonly describedObject: { readonly kind: string; readonly name: string };
  };
  readonly external?: NamedMetric;
}

interface Measured {
  readonly current?: {
    readonly value?: string;
    readonly averageValue?: string;
    readonly averageUtilization?: number;
  };
}

export interface MetricStatus {
  readonly resource?: Measured;
  readonly containerResource?: Measured;
  readonly pods?: Measured;
  readonly object?: Measured;
  readonly external?: Measured;
}

const UNKNOWN = '<unknown>';

/** One metric: what it is now and what it should be. */
export function describeMetric(page: Page, metric: Metric, status: MetricStatus | undefined): void {
  const { resource, containerResource, pods, object, external } = metric;
  if (metric.type === 'External' && external !== undefined)
    describeExternal(page, external, status?.external);
  else if (metric.type === 'Pods' && pods !== undefined) {
    const measured = both(pods.target, status?.pods, true);
    page.line(1, `${goQuote(pods.metric.name)} on pods:\t${measured}`);
  } else if (metric.type === 'Object' && object !== undefined) {
    const { kind, name } = object.describedObject;
    const average = object.target.type === 'AverageValue';
    page.write(1, `"${object.metric.name}" on ${kind}/${name} `);
    page.line(
      0,
      `(target ${average ? 'average ' : ''}value):\t${both(object.target, status?.object, average)}`,
    );
  } else if (metric.type === 'Resource' && resource !== undefined) {
    page.write(1, `resource ${resource.name} on pods`);
    describeResource(page, resource.target, status?.resource);
  } else if (metric.type === 'ContainerResource' && containerResource !== undefined) {
    const { name, container = '' } = containerResource;
    page.write(1, `resource ${name} of container "${container}" on pods`);
    describeResource(page, containerResource.target, status?.containerResource);
  } else page.line(1, `<unknown metric type ${goQuote(metric.type)}>`);
}

function describeExternal(page: Page, { metric, target }: NamedMetric, measured: Measured | undefined): void {
  const average = target.averageValue !== undefined;
  const known = average && measured?.current?.averageValue === undefined ? undefined : measured;
  page.line(
    1,
    `${goQuote(metric.name)} (target ${average ? 'average ' : ''}value):\t${both(target, known, average)}`,
  );
}

function both(target: Target, measured: Measured | undefined, average: boolean): string {
  const of = (value: Target | undefined): string => amountText(average ? value?.averageValue : value?.value);
  return `${measured === undefined ? UNKNOWN : of(measured.current)} / ${of(target)}`;
}

/** The rest of the line: an average amount, or a percentage of what was requested (written indented by kubectl). */
function describeResource(page: Page, target: Target, measured: Measured | undefined): void {
  if (target.averageValue !== undefined) {
    page.line(0, `:\t${both(target, measured, true)}`);
    return;
  }
  const { averageUtilization, averageValue } = measured?.current ?? {};
  const now =
    averageUtilization === undefined ? UNKNOWN : `${averageUtilization}% (${amountText(averageValue)})`;
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  page.line(1, `(as a percentage of request):\t${now} / ${wanted}`);
}
