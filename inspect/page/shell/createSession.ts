import type { ActorId, InspectedActor } from '../../model/InspectedActor.ts';
import type { Feed } from '../channel/Feed.ts';
import { createMoment, type Moment } from '../world/createMoment.ts';
import type { World } from '../world/createWorld.ts';
import { createStore, type Store } from './createStore.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';

/** What a session needs of a browser: an address that it reads and writes. */
export interface AddressBar {
  hash(): string;
  /** `replace` leaves no step to go back to. */
  go(hash: string, replace: boolean): void;
  onChange(listener: () => void): void;
}

/** One opened page: what it knows, what it shows. */
export interface Session {
  readonly world: World;
  readonly feed: Feed;
  readonly route: Store<Route>;
  /** The moment that is shown; `null` while it is live. */
  readonly moment: Store<Moment | null>;
  /** What people must be told once: a deep link that leads nowhere, a refused request. */
  readonly notice: Store<string | null>;
  /** Goes to where the given parts of the route say. A step back in the browser undoes it. */
  navigate(change: Partial<Route>, options?: { readonly replace?: boolean }): void;
  /** Shows a moment, or (with `null`) what is live. */
  travel(sequence: number | null): void;
  /** An actor as it is to be shown: live, or at the moment. */
  actor(id: ActorId): InspectedActor | undefined;
  /** Asks for older entries than those that are held. Resolves with how many came. */
  loadOlder(): Promise<number>;
  /** The inspected program's clock, in ms since the epoch. */
  now(): number;
}

const olderAtOnce = 1_000;

/** Makes a {@link Session}. */
export function createSession({
  world,
  feed,
  address,
}: {
  world: World;
  feed: Feed;
  address: AddressBar;
}): Session {
  const route = createStore(parseRoute(address.hash()));
  const moment = createStore<Moment | null>(null);
  const notice = createStore<string | null>(null);
  let clockOffset = 0;
  let isFollowing = false;

  function navigate(change: Partial<Route>, { replace = false } = {}): void {
    const next = { ...route.get(), ...change };
    const hash = formatRoute(next);
    if (hash !== formatRoute(route.get())) address.go(hash, replace);
    route.set(next);
    void followMoment();
  }

  /** Brings the moment up to the route; fetches what it needs. */
  async function followMoment(): Promise<void> {
    const { at, session } = route.get();
    const hello = feed.hello.get();
    if (at === null) return moment.set(null);
    // Not known yet: called again with the first snapshot.
    if (hello === null) return;
    if (session !== null && session !== hello.session) {
      notice.set('This link leads to a moment of an earlier session, which is gone. You see what is live.');
      return navigate({ at: null, session: null }, { replace: true });
    }
    if (moment.get()?.sequence === at || world.entries.size === 0 || isFollowing) return;
    isFollowing = true;
    while (at < world.entries.first && (await loadOlder()) > 0);
    isFollowing = false;
    if (route.get().at !== at) return followMoment();
    if (at < world.entries.first || at > world.entries.last) {
      notice.set(`Moment ${at} is not remembered any more.`);
      return navigate({ at: null, session: null }, { replace: true });
    }
    moment.set(createMoment(world, at));
  }

  async function loadOlder(): Promise<number> {
    const { first, size } = world.entries;
    if (first <= world.oldestSequence) return 0;
    const answer = await feed.request({ type: 'entries', before: first, limit: olderAtOnce });
    if (!answer.ok || !('entries' in answer)) return 0;
    world.entries.prepend(answer.entries);
    world.topics.touch('entries');
    world.topics.tell();
    return world.entries.size - size;
  }

  address.onChange(() => {
    route.set(parseRoute(address.hash()));
    void followMoment();
  });
  feed.hello.subscribe(() => {
    const hello = feed.hello.get();
    if (hello !== null) clockOffset = hello.now - Date.now();
    moment.set(null);
  });
  world.topics.subscribe('entries', () => void followMoment());

  return {
    world,
    feed,
    route,
    moment,
    notice,
    navigate,
    travel(sequence) {
      const session = sequence === null ? null : (feed.hello.get()?.session ?? null);
      navigate({ at: sequence, session });
    },
    actor: (id) => moment.get()?.actors.get(id) ?? (moment.get() === null ? world.actors.get(id) : undefined),
    loadOlder,
    now: () => Date.now() + clockOffset,
  };
}
