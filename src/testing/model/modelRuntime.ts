import type { Channel } from '../../../machines/Channel.ts';
import type { Clock } from '../../../machines/Clock.ts';
import type { ConnectionPorts, ConnectionRuntime } from '../../../machines/ConnectionRuntime.ts';
import type { MessageListener } from '../../../machines/Link.ts';
import { emptyWorld, type WorldState } from './WorldState.ts';

/** The moment that a model's statecharts look at: set before each step, for all that they read is their runtime. */
export interface Moment {
  now: number;
  world: WorldState;
}

/** The beginning of time, in an empty world. */
export const firstMoment = (): Moment => ({ now: 0, world: emptyWorld });

/** The time of a moment, as a clock on which nothing can be set. */
export const clockOf = (moment: Moment): Clock => ({
  now: () => moment.now,
  setTimeout: () => 0,
  clearTimeout: () => {},
});

/** The runtime of a connection's statecharts, as far as they read from it, with a world that is a value behind it. */
export function modelRuntime(
  ports: ConnectionPorts,
  moment: Moment,
  hasCredentials: boolean,
): ConnectionRuntime {
  const forwarders = new Map<string, MessageListener>();
  const channel = (
    namespace: string,
  ): Pick<Channel, 'isHeard' | 'isOnlyListener' | 'hasListeners' | 'eventCount'> => {
    const own = moment.world.listenings.filter((listening) => listening.namespace === namespace);
    const of = (eventName: string): typeof own =>
      own.filter((listening) => listening.eventName === eventName);
    return {
      hasListeners: own.length > 0,
      eventCount: new Set(own.map(({ eventName }) => eventName)).size,
      isHeard: (eventName) => of(eventName).length > 0,
      isOnlyListener: (eventName, listener) => {
        const [first, ...others] = of(eventName);
        return first?.listener === listener && others.length === 0;
      },
    };
  };

  const runtime = {
    ports,
    clock: clockOf(moment),
    random: ports.random ?? (() => 0.5),
    channel,
    hasCredentials: () => hasCredentials,
    outbox: { isBusy: (namespace: string) => (moment.world.waiting[namespace] ?? 0) > 0 },
    forwarder(namespace: string, eventName: string): MessageListener {
      const key = JSON.stringify([namespace, eventName]);
      const known = forwarders.get(key) ?? (() => {});
      forwarders.set(key, known);
      return known;
    },
  };
  // A class with private parts has no other way to be stood in for; actions, which use the rest, are never executed.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return runtime as unknown as ConnectionRuntime;
}
