import type { TimelineEvent } from '@/lib/api/types.ts';
import { dayOf } from '@/lib/format.ts';

/** One line of the timeline: an event, or several alike that followed each other. */
export interface Line {
  /** Of its newest event, so that a line keeps its place while older ones are loaded. */
  key: string;
  events: TimelineEvent[];
}
export interface Day {
  day: string;
  lines: Line[];
}

const repeated_min = 3;
/** A visit is over when nothing was looked at for so long. */
const visit_pause_ms_max = 30 * 60_000;
/** Events of shops, named as Segment's specification names them, that say of a page view what was on the page. */
const looks = new Set(['Product Viewed', 'Product List Viewed']);

/**
 * What an event is alike to: views of pages, with what was looked at on them, or of screens of one source among themselves, tracked
 * events by their type. What has a value, is a note, was withdrawn, strays from the plan, or was caused by or concerns consent, always stands for itself.
 */
function likeness(event: TimelineEvent): string | null {
  if (event.revenue || event.is_retracted || event.is_flagged || event.caused_by || event.type === 'Note')
    return null;
  const source = event.source?.id ?? '';
  if (event.call === 'track' && looks.has(event.type)) return `page ${source}`;
  if (event.call === 'page' || event.call === 'screen') return `${event.call} ${source}`;
  if (event.call === 'track' || event.call === 'identify') return `${event.call} ${source} ${event.type}`;
  return null;
}

const isLater = (newer: TimelineEvent | undefined, event: TimelineEvent) =>
  !!newer &&
  (event.call === 'page' || event.call === 'screen' || looks.has(event.type)) &&
  Date.parse(newer.occurred_at) - Date.parse(event.occurred_at) > visit_pause_ms_max;

/** Groups events, the newest first, by the day of the workspace, and repetition within a day into one line. */
export function groupTimeline(events: TimelineEvent[], timeZone: string): Day[] {
  const days: Day[] = [];
  let run: TimelineEvent[] = [];
  let runLikeness: string | null = null;
  let lines: Line[] = [];
  const endRun = () => {
    if (run.length >= repeated_min) lines.push({ key: run[0]!.id, events: run });
    else lines.push(...run.map(event => ({ key: event.id, events: [event] })));
    run = [];
  };
  for (const event of events) {
    const day = dayOf(event.occurred_at, timeZone);
    const alike = likeness(event);
    if (days.at(-1)?.day !== day) {
      endRun();
      lines = [];
      days.push({ day, lines });
    } else if (alike === null || alike !== runLikeness || isLater(run.at(-1), event)) endRun();
    run.push(event);
    runLikeness = alike;
  }
  endRun();
  return days;
}

/** Seconds between the first and the last of events that followed each other. */
export function spanSeconds(events: TimelineEvent[]): number {
  const times = events.map(event => Date.parse(event.occurred_at));
  return (Math.max(...times) - Math.min(...times)) / 1000;
}

/** The short text that says what was looked at: the title, else the name, else the path. */
export function pageTitle(event: TimelineEvent): string {
  const { properties, context } = event;
  const title = properties.title ?? context.page?.title ?? properties.name;
  if (typeof title === 'string' && title) return title;
  const address = properties.url ?? context.page?.url ?? properties.path;
  if (typeof address !== 'string') return '';
  try {
    const { host, pathname } = new URL(address);
    return host + (pathname === '/' ? '' : pathname);
  } catch {
    return address;
  }
}

/** The one property that best tells events of a type apart, for the line itself. */
export function tellingProperty(properties: Record<string, unknown>): string | null {
  for (const name of [
    'product_name',
    'name',
    'product',
    'title',
    'subject',
    'about',
    'plan',
    'query',
    'label',
    'note',
    'text',
  ] as const) {
    const value = properties[name];
    if ((typeof value === 'string' && value) || typeof value === 'number') return String(value);
  }
  const products = properties.products;
  if (Array.isArray(products)) {
    const names = products
      .map(product => (product as { name?: unknown } | null)?.name)
      .filter(name => typeof name === 'string');
    if (names.length) return names.join(', ');
  }
  return typeof properties.order_id === 'string' ? properties.order_id : null;
}

/** Properties as rows of a table: what is nested is written out as JSON. */
export function propertyRows(properties: Record<string, unknown>): [string, string][] {
  return Object.entries(properties).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}
