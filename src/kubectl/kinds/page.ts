import { formatRfc1123, humanDuration } from '../../machinery/duration.ts';
import { type Instant, instantOf } from '../../machinery/instant.ts';
import { alignTabs, DESCRIBE_LAYOUT } from '../output/tabwriter.ts';

/** What a describer writes on: text with tabs, aligned when the page is done. */
export interface Page {
  /** Writes at an indentation of two blanks a level; nothing is added at the end. */
  write(level: number, text: string): void;
  /** As {@link write}, and a line feed. */
  line(level: number, text: string): void;
  /** Ends a line that was begun: no indentation. */
  end(text: string): void;
  /** The same page, everything that many levels deeper. */
  nested(levels: number): Page;
}

/** Lets `fill` write a page and aligns it as kubectl's describe does. */
export function describePage(fill: (page: Page) => void): string {
  const parts: string[] = [];
  fill(pageOn(parts, 0));
  return alignTabs(parts.join(''), DESCRIBE_LAYOUT);
}

function pageOn(parts: string[], depth: number): Page {
  const write = (level: number, text: string): void => {
    parts.push('  '.repeat(level + depth) + escapeTerminal(text));
  };
  return {
    write,
    line: (level, text) => write(level, `${text}\n`),
    // kubectl's nested writer indents the rest of a begun line once more.
    end: (text) => write(0, `${text}\n`),
    nested: (levels) => pageOn(parts, depth + levels),
  };
}

/** What a terminal would take for a command is made visible. */
export function escapeTerminal(text: string): string {
  return text.replaceAll('\x1b', '^[').replaceAll('\r', '\\r');
}

/** Go's zero time: what a missing timestamp prints as. */
const ZERO_TIME = 'Mon, 01 Jan 0001 00:00:00 +0000';

/** RFC 1123 with a numeric zone: `Fri, 20 Nov 2026 23:26:22 +0000`. */
export function formatTime(time: string | null | undefined): string {
  return time === undefined || time === null ? ZERO_TIME : formatRfc1123(time);
}

/** How long ago, `46s`; `<unknown>` for no time. */
export function since(time: string | null | undefined, now: Instant): string {
  return time === undefined || time === null ? '<unknown>' : humanDuration(now - instantOf(time));
}

/** Go's %v of a list of strings. */
export const goList = (items: readonly unknown[] | undefined): string => `[${(items ?? []).join(' ')}]`;

export const orNone = (text: string): string => (text === '' ? '<none>' : text);

export const printBoolean = (value: boolean | undefined): string =>
  value === undefined ? '<unset>' : value ? 'True' : 'False';

/** Go sorts strings by bytes. */
export function sortedKeys(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(map ?? {}).sort();
}

/** As {@link describePage} with the tabs left in: `rollout history --revision` aligns nothing. */
export function plainPage(fill: (page: Page) => void): string {
  const parts: string[] = [];
  fill(pageOn(parts, 0));
  return parts.join('');
}
