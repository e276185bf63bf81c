import {
  createActor,
  fromTransition,
  StateMachine,
  type ActorLogic,
  type AnyActorRef,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type EventObject,
  type ExecutableActionObject,
  type InspectionEvent,
} from 'xstate';
import type {
  CustomAction,
  Microstep,
  PureActor,
  PureService,
  PureSystem,
  PureTimer,
  PureTrace,
} from './PureSystem.ts';

/** What the world adds to the statecharts. */
export interface PureWorld {
  /** Carries out an action that XState does not know. What it returns is sent: by default to the actor that acts. */
  act(action: CustomAction): readonly { readonly to?: string; readonly event: EventObject }[];
  /** May put something else in place of a machine's first snapshot. */
  begin?(actor: PureActor): AnyMachineSnapshot;
  /** Told what time it is, whenever that changes. */
  tick?(now: number): void;
}

/** What happens to a system: an event for one actor, a service's outcome, or time that passes. */
export type PureStimulus =
  | { readonly type: 'event'; readonly actor: string; readonly event: EventObject }
  | { readonly type: 'done'; readonly service: string; readonly output: unknown }
  | { readonly type: 'error'; readonly service: string; readonly error: unknown }
  /** Everything that is due until then happens, in order. */
  | { readonly type: 'time'; readonly until: number };

/** Runs statecharts as pure functions. */
export interface PureRunner {
  start(world: PureWorld, now: number): { readonly system: PureSystem; readonly trace: PureTrace };
  step(
    system: PureSystem,
    stimulus: PureStimulus,
    world: PureWorld,
  ): { readonly system: PureSystem; readonly trace: PureTrace };
}

interface Running {
  now: number;
  readonly actors: Map<string, PureActor>;
  timers: PureTimer[];
  services: PureService[];
  readonly world: PureWorld;
  readonly mailboxes: Map<string, EventObject[]>;
  readonly busy: Set<string>;
  readonly begun: PureTrace['begun'][number][];
  readonly microsteps: Microstep[];
  readonly emitted: PureTrace['emitted'][number][];
  readonly ignored: PureTrace['ignored'][number][];
}

/** An actor that is nothing but an actor: to make one of the machine would be to begin its life once more. */
const bare = fromTransition((state: undefined) => state, undefined);

/**
 * Runs a machine, and the machines that it spawns, without running them: each step takes the system as a value, follows
 * XState's own transition functions and its order of delivery, and returns the next value. No timer is set, no promise
 * is made, no custom action is executed: they are left to the world.
 */
export function runPurely(machine: AnyStateMachine, input: unknown): PureRunner {
  // Never started: it lends its identity, and its system tells of the microsteps. What it is is in the values alone.
  const root: AnyActorRef = createActor(bare);
  const keys = new WeakMap<object, string>([[root, machine.id]]);
  let running: Running | undefined;
  let origin: { readonly key: string; before: AnyMachineSnapshot | undefined } | undefined;

  root.system.inspect({
    next(event: InspectionEvent) {
      if (event.type !== '@xstate.microstep' || running === undefined || origin === undefined) return;
      // An actor that is being made tells of its first microsteps itself; they are taken again below.
      if (keys.get(event.actorRef) !== origin.key) return;
      // Its machine is one of the system's: its snapshots are of machines.
      const after = event.snapshot as AnyMachineSnapshot;
      running.microsteps.push({
        actor: origin.key,
        event: event.event,
        before: origin.before,
        after,
        transitions: event._transitions,
      });
      origin.before = after;
    },
  });

  const scopeOf = (ref: AnyActorRef, execute: (action: ExecutableActionObject) => void): AnyActorScope => ({
    self: ref,
    id: ref.id,
    sessionId: ref.sessionId,
    logger: () => {},
    defer: () => {},
    emit: () => {},
    stopChild: () => {},
    system: ref.system,
    actionExecutor: execute,
  });

  const send = (run: Running, key: string | undefined, event: EventObject): void => {
    if (key === undefined || !run.actors.has(key)) return;
    run.mailboxes.set(key, [...(run.mailboxes.get(key) ?? []), event]);
    drain(run, key);
  };

  /** One event at a time to the end of its macrostep, and what was sent meanwhile after it: as XState's mailbox. */
  const drain = (run: Running, key: string): void => {
    if (run.busy.has(key)) return;
    run.busy.add(key);
    for (;;) {
      const [event, ...later] = run.mailboxes.get(key) ?? [];
      run.mailboxes.set(key, later);
      if (event === undefined) break;
      process(run, key, event);
    }
    run.busy.delete(key);
  };

  const process = (run: Running, key: string, event: EventObject): void => {
    const actor = run.actors.get(key);
    if (actor === undefined || actor.snapshot.status !== 'active') return;
    const actions: ExecutableActionObject[] = [];
    const microsteps = run.microsteps.length;
    const snapshot = observe(key, actor.snapshot, () =>
      actor.machine.transition(
        actor.snapshot,
        event,
        // Custom actions are executed in the middle of a transition, all others after it.
        scopeOf(actor.ref, (action) => {
          if (action.type.startsWith('xstate.')) actions.push(action);
          else perform(run, actor, action);
        }),
      ),
    );
    if (run.microsteps.slice(microsteps).every(({ transitions }) => transitions.length === 0))
      run.ignored.push({ actor: key, event });
    settle(run, { ...actor, snapshot }, actions);
  };

  const observe = <Result>(
    key: string,
    before: AnyMachineSnapshot | undefined,
    act: () => Result,
  ): Result => {
    const outer = origin;
    origin = { key, before };
    try {
      return act();
    } finally {
      origin = outer;
    }
  };

  const settle = (run: Running, actor: PureActor, actions: readonly ExecutableActionObject[]): void => {
    run.actors.set(actor.key, actor);
    for (const action of actions) perform(run, actor, action);
    if (actor.snapshot.status === 'active') return;
    run.timers = run.timers.filter((timer) => timer.actor !== actor.key);
    if (actor.snapshot.status === 'done')
      send(run, parentOf(actor.key), outcome(actor.id, 'done', { output: actor.snapshot.output }));
  };

  const begin = (
    run: Running,
    key: string,
    ref: AnyActorRef,
    logic: AnyStateMachine,
    given: unknown,
  ): void => {
    const actions: ExecutableActionObject[] = [];
    const snapshot: AnyMachineSnapshot = observe(key, undefined, () =>
      logic.getInitialSnapshot(
        scopeOf(ref, (action) => actions.push(action)),
        given,
      ),
    );
    const actor: PureActor = { key, id: ref.id, machine: logic, ref, snapshot };
    run.begun.push({ actor: key, snapshot });
    run.busy.add(key);
    settle(run, { ...actor, snapshot: run.world.begin?.(actor) ?? snapshot }, actions);
    run.busy.delete(key);
    drain(run, key);
  };

  const perform = (run: Running, actor: PureActor, action: ExecutableActionObject): void => {
    const { key } = actor;
    switch (action.type) {
      case 'xstate.sendTo': {
        const { to, event, delay, id } = action.params as SendToParams;
        const target = to === undefined ? undefined : keys.get(to);
        if (target === undefined) return;
        if (delay === undefined) send(run, target, event);
        else run.timers.push({ actor: key, id: id ?? event.type, target, event, due: run.now + delay });
        return;
      }
      case 'xstate.raise': {
        const { event, delay, id } = action.params as SendToParams;
        if (delay !== undefined)
          run.timers.push({ actor: key, id: id ?? event.type, target: key, event, due: run.now + delay });
        return;
      }
      case 'xstate.cancel': {
        const { sendId } = action.params as { sendId: string };
        run.timers = run.timers.filter((timer) => timer.actor !== key || timer.id !== sendId);
        return;
      }
      case 'xstate.emit': {
        const { event } = action.params as { event: EventObject };
        run.emitted.push({ actor: key, event });
        return;
      }
      case 'xstate.spawnChild': {
        const { actorRef, src, input: given } = action.params as SpawnParams;
        if (actorRef === undefined) return;
        const childKey = `${key}>${actorRef.id}`;
        keys.set(actorRef, childKey);
        const logic = logicOf(actorRef);
        if (logic instanceof StateMachine) begin(run, childKey, actorRef, logic, given);
        else
          run.services.push({
            key: childKey,
            id: actorRef.id,
            src: typeof src === 'string' ? src : actorRef.id,
            parent: key,
          });
        return;
      }
      case 'xstate.stopChild': {
        const ref = action.params as AnyActorRef | undefined;
        const gone = ref === undefined ? undefined : keys.get(ref);
        if (gone === undefined) return;
        const isGone = (other: string): boolean => other === gone || other.startsWith(`${gone}>`);
        for (const other of run.actors.keys()) if (isGone(other)) run.actors.delete(other);
        run.services = run.services.filter((service) => !isGone(service.key));
        run.timers = run.timers.filter((timer) => !isGone(timer.actor));
        return;
      }
      default:
        if (action.type.startsWith('xstate.')) return;
        for (const { to = key, event } of run.world.act({
          actor,
          type: action.type,
          params: action.params,
          context: action.info.context,
        }))
          send(run, to, event);
    }
  };

  const pass = (run: Running, until: number): void => {
    for (;;) {
      const [next] = run.timers
        .filter(({ due }) => due <= until)
        .toSorted((one, other) => one.due - other.due);
      if (next === undefined) break;
      run.now = Math.max(run.now, next.due);
      run.world.tick?.(run.now);
      run.timers = run.timers.filter((timer) => timer !== next);
      send(run, next.target, next.event);
    }
    run.now = until;
    run.world.tick?.(run.now);
  };

  const conclude = (run: Running, stimulus: Extract<PureStimulus, { service: string }>): void => {
    const service = run.services.find(({ key }) => key === stimulus.service);
    if (service === undefined) return;
    run.services = run.services.filter((other) => other !== service);
    const { id, parent } = service;
    const { type, ...result } = stimulus;
    send(run, parent, outcome(id, type, result));
  };

  const within = (
    world: PureWorld,
    from: PureSystem,
    act: (run: Running) => void,
  ): { system: PureSystem; trace: PureTrace } => {
    const run: Running = {
      now: from.now,
      actors: new Map(from.actors),
      timers: [...from.timers],
      services: [...from.services],
      world,
      mailboxes: new Map(),
      busy: new Set(),
      begun: [],
      microsteps: [],
      emitted: [],
      ignored: [],
    };
    running = run;
    world.tick?.(run.now);
    try {
      act(run);
    } finally {
      running = undefined;
    }
    const { now, actors, timers, services, begun, microsteps, emitted, ignored } = run;
    return { system: { now, actors, timers, services }, trace: { begun, microsteps, emitted, ignored } };
  };

  return {
    start: (world, now) =>
      within(world, { now, actors: new Map(), timers: [], services: [] }, (run) =>
        begin(run, machine.id, root, machine, input),
      ),
    step: (system, stimulus, world) =>
      within(world, system, (run) => {
        if (stimulus.type === 'time') pass(run, stimulus.until);
        else if (stimulus.type === 'event') send(run, stimulus.actor, stimulus.event);
        else conclude(run, stimulus);
      }),
  };
}

interface SendToParams {
  readonly to?: AnyActorRef;
  readonly event: EventObject;
  readonly delay?: number;
  readonly id?: string;
}

interface SpawnParams {
  readonly actorRef: AnyActorRef | undefined;
  readonly src: unknown;
  readonly input: unknown;
}

/** What a parent hears of the end of a child: its output, or its error. */
function outcome(actorId: string, type: 'done' | 'error', result: object): EventObject {
  const event = { type: `xstate.${type}.actor.${actorId}`, actorId, ...result };
  return event;
}

function parentOf(key: string): string | undefined {
  const end = key.lastIndexOf('>');
  return end < 0 ? undefined : key.slice(0, end);
}

/** An actor keeps its logic; its type does not say so. */
function logicOf(ref: AnyActorRef): unknown {
  return (ref as AnyActorRef & { readonly logic: ActorLogic<never, never> }).logic;
}
