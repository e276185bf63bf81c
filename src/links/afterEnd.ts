import type { Clock } from '../../machines/Clock.ts';
import type { Dialer } from './platform/Platform.ts';

/** What the engines of both libraries have in common. */
interface ClosingEngine {
  readonly readyState: string;
  once(event: 'close', callback: () => void): unknown;
}

/** Calls back when an engine that is closing has closed, and nothing of it is on the network any more. */
export function afterEnd(engine: ClosingEngine | undefined, dialer: Dialer, callback: () => void): void {
  const whenEnded = (): void => dialer.whenIdle(callback);
  if (engine?.readyState === 'closing') engine.once('close', whenEnded);
  else whenEnded();
}

/** How long an open link that is disposed of may take to end in order, in ms. */
const farewell = 1000;

/**
 * Gives what the library and the network hold of an engine that has closed the same time to end: over polling a last
 * request tells the server, but what nobody answers any more would take half a minute, or stay.
 */
export function endSoon(dialer: Dialer, clock: Clock): void {
  let timer: unknown;
  const end = dialer.letGo(() => clock.clearTimeout(timer));
  if (end !== undefined) timer = clock.setTimeout(end, farewell);
}

/** The same as {@link afterEnd}, in a second at most. */
export function afterFarewell(
  engine: ClosingEngine | undefined,
  dialer: Dialer,
  clock: Clock,
  callback: () => void,
): void {
  const timer = clock.setTimeout(callback, farewell);
  afterEnd(engine, dialer, () => {
    clock.clearTimeout(timer);
    callback();
  });
}
