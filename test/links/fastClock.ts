import { systemClock, type Clock } from '../../machines/Clock.ts';

/** A clock by which the link's own waits, of seconds, take a twentieth. */
export const fastClock: Clock = {
  ...systemClock,
  setTimeout: (callback, delay) => systemClock.setTimeout(callback, delay / 20),
};
