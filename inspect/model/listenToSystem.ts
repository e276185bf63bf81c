import type { InspectionEvent } from 'xstate';
import { field } from './readActor.ts';

type Listener = (event: InspectionEvent) => void;

/**
 * Hears everything that happens in an actor system of XState 5.
 *
 * Where it can, it stands in the way that inspection events take to XState's own observers: XState makes a copy of each for
 * them, which costs as much as half a transition (`bench/inspector`, "transitions"). Where that way is not as it is known,
 * it is one of these observers.
 *
 * @returns ends it; `undefined` if it is no system of actors
 */
export function listenToSystem(system: unknown, listener: Listener): (() => void) | undefined {
  return standInTheWay(system, listener) ?? observe(system, listener);
}

const way = '_sendInspectionEvent';

function standInTheWay(system: unknown, listener: Listener): (() => void) | undefined {
  const before = field(system, way);
  if (typeof system !== 'object' || system === null || typeof before !== 'function') return undefined;
  let isOn = true;
  const pass = (event: InspectionEvent): void => {
    if (isOn) listener(event);
    before(event);
  };
  if (!Reflect.set(system, way, pass)) return undefined;
  return () => {
    isOn = false;
    // Unless somebody else stands before us by now, who passes on to us.
    if (field(system, way) === pass) Reflect.set(system, way, before);
  };
}

function observe(system: unknown, listener: Listener): (() => void) | undefined {
  const inspect = field(system, 'inspect');
  if (typeof inspect !== 'function') return undefined;
  const subscription: unknown = inspect.call(system, listener);
  return () => {
    const unsubscribe = field(subscription, 'unsubscribe');
    if (typeof unsubscribe === 'function') unsubscribe.call(subscription);
  };
}
