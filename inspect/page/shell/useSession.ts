import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ActorId, InspectedActor } from '../../model/InspectedActor.ts';
import type { Moment } from '../world/createMoment.ts';
import { topic } from '../world/createWorld.ts';
import type { Session } from './createSession.ts';
import type { Store } from './createStore.ts';
import type { Route } from './route.ts';

export const SessionContext = createContext<Session | null>(null);

/** The session of the page. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('There is no session around this component.');
  return session;
}

/** The value of a store, kept up to date. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** Draws anew whenever something of a topic has changed. */
export function useTopic(name: string): number {
  const { topics } = useSession().world;
  const subscribe = useCallback((listener: () => void) => topics.subscribe(name, listener), [topics, name]);
  return useSyncExternalStore(subscribe, () => topics.version(name));
}

/** The same, at most once in so many ms: for what is dear to draw and read at leisure. */
export function useSlowTopic(name: string, interval: number): number {
  const { topics } = useSession().world;
  const [version, setVersion] = useState(0);
  const last = useRef(0);
  const drawn = topics.version(name);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      last.current = performance.now();
      setVersion((before) => before + 1);
    };
    const unsubscribe = topics.subscribe(name, () => {
      if (timer !== undefined) return;
      const wait = last.current + interval - performance.now();
      if (wait <= 0) draw();
      else timer = setTimeout(draw, wait);
    });
    // What was told since it was drawn, when nobody listened yet.
    if (topics.version(name) !== drawn) draw();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
    // `drawn` is what the drawing saw that this effect belongs to; later ones listen.
  }, [topics, name, interval]);
  return version;
}

/** Draws anew so often, while `isOn`: for countdowns and rates. */
export function useTicks(interval: number, isOn = true): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => setCount((count) => count + 1), interval);
    return () => clearInterval(timer);
  }, [interval, isOn]);
}

export function useRoute(): Route {
  return useStore(useSession().route);
}

/** The moment that is shown; `null` while it is live. */
export function useMoment(): Moment | null {
  return useStore(useSession().moment);
}

/** An actor as it is to be shown, kept up to date. */
export function useActor(id: ActorId): InspectedActor | undefined {
  const session = useSession();
  useMoment();
  useTopic(topic.actor(id));
  return session.actor(id);
}
