import { eventually as waitUntil } from '../src/testing/run/eventually.ts';

/** Asks again and again until it holds, for 30 s: for what others do without telling. */
export const eventually = (holds: () => boolean): Promise<void> =>
  waitUntil(`a moment at which ${holds.toString()}`, holds, 30_000);
