import type { GraphClock } from '../GraphClock.ts';
import { NodeError } from '../NodeError.ts';

/** A timer of JavaScript that is longer fires at once. */
const longestDelay = 2 ** 31 - 1;

/** The timeouts and intervals of a project. */
export interface Timers {
  /**
   * Calls back after a delay in ms, also after months.
   *
   * @param onCancel - called by `cancel`
   * @returns its id
   * @throws {NodeError} `timer-limit`
   */
  startTimeout(delay: number, callback: () => void, onCancel: () => void): number;
  /** Calls back at each multiple of the period; ticks that were missed are left out. */
  startInterval(period: number, callback: () => void, onCancel: () => void): number;
  /** Ends one. Nothing, where there is none of this id (any more). */
  cancel(id: number): void;
  /** Ends one without calling `onCancel`. */
  clear(id: number): void;
}

/** Timers over a clock, `limit` of them at a time. */
export function createTimers(clock: GraphClock, limit: number): Timers {
  const running = new Map<number, { handle: unknown; readonly onCancel: () => void }>();
  let lastId = 0;

  const start = (onCancel: () => void): number => {
    if (running.size >= limit) throw new NodeError('timer-limit', `${limit} timers are running already.`);
    lastId += 1;
    running.set(lastId, { handle: undefined, onCancel });
    return lastId;
  };
  const arm = (id: number, due: number, callback: () => void): void => {
    const timer = running.get(id);
    if (timer === undefined) return;
    const delay = Math.max(0, due - clock.now());
    timer.handle =
      delay > longestDelay
        ? clock.setTimeout(() => arm(id, due, callback), longestDelay)
        : clock.setTimeout(callback, delay);
  };
  const clear = (id: number): void => {
    const timer = running.get(id);
    if (timer === undefined) return;
    running.delete(id);
    if (timer.handle !== undefined) clock.clearTimeout(timer.handle);
  };

  return {
    startTimeout(delay, callback, onCancel) {
      const id = start(onCancel);
      arm(id, clock.now() + delay, () => {
        running.delete(id);
        callback();
      });
      return id;
    },
    startInterval(period, callback, onCancel) {
      const id = start(onCancel);
      let due = clock.now() + period;
      const tick = (): void => {
        const missed = Math.floor((clock.now() - due) / period);
        due += period * (1 + Math.max(0, missed));
        arm(id, due, tick);
        callback();
      };
      arm(id, due, tick);
      return id;
    },
    cancel(id) {
      const timer = running.get(id);
      clear(id);
      timer?.onCancel();
    },
    clear,
  };
}
