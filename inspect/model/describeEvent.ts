import { isRecord } from './isRecord.ts';
import { scrubStart } from './scrubText.ts';
import { liveLimits, serialise } from './serialise.ts';
import type { InspectedEvent } from './TimelineEntry.ts';
import { isWireMark } from './WireValue.ts';

/** An event as it is shown, and about how many bytes that takes. Never throws. */
export function describeEvent(event: unknown): { readonly event: InspectedEvent; readonly bytes: number } {
  const { value, bytes } = serialise(event, liveLimits);
  if (!isRecord(value) || isWireMark(value)) {
    return { event: { type: typeOf(event), payload: value }, bytes };
  }
  const { type, ...rest } = value;
  const said = Object.entries(rest).filter(([, field]) => !isWireMark(field) || field.$wire !== 'undefined');
  const payload = said.length === 0 ? null : Object.fromEntries(said);
  return { event: { type: typeof type === 'string' ? type : typeOf(event), payload }, bytes };
}

function typeOf(event: unknown): string {
  try {
    const type: unknown = isRecord(event) ? event['type'] : event;
    return typeof type === 'string' ? scrubStart(type, 200) : '(unknown)';
  } catch {
    return '(unknown)';
  }
}
