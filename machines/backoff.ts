import type { Policy } from './Policy.ts';

/**
 * How long to wait before the next try, in ms: `reconnectionDelay` doubled with every failure before it, jittered by
 * `randomizationFactor`, never above `reconnectionDelayMax`. The figures are Socket.IO's own, so that a server's
 * operator meets the spread that its documentation promises.
 *
 * @param failures - failed tries in a row before this one, from 0
 * @param random - a number from 0 to below 1
 * @see https://socket.io/docs/v4/client-options/#reconnectiondelay
 * @example
 * backoff({ reconnectionDelay: 1000, reconnectionDelayMax: 5000, randomizationFactor: 0 }, 2, 0.5) // 4000
 */
export function backoff(
  policy: Pick<Policy, 'reconnectionDelay' | 'reconnectionDelayMax' | 'randomizationFactor'>,
  failures: number,
  random: number,
): number {
  const doubled = policy.reconnectionDelay * 2 ** Math.min(failures, 52);
  return Math.min(jitter(doubled, policy.randomizationFactor, random), policy.reconnectionDelayMax);
}

/** A delay spread evenly over plus and minus `factor` of itself, in whole ms. */
export function jitter(delay: number, factor: number, random: number): number {
  return Math.max(0, Math.floor(delay * (1 + factor * (2 * random - 1))));
}
