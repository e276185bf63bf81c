import type { AnyMachineSnapshot, EventObject } from 'xstate';
import { connectionMachine } from '../../../machines/connection.ts';
import { ConnectionError, errorDataOf, type ConnectionErrorData } from '../../../machines/ConnectionError.ts';
import type { ConnectionContext } from '../../../machines/ConnectionContext.ts';
import type { ErrorCode } from '../../../machines/errorCodes.ts';
import type { MessageListener } from '../../../machines/Link.ts';
import { namespaceMachine } from '../../../machines/namespace.ts';
import type { NamespaceContext } from '../../../machines/NamespaceContext.ts';
import type { Policy } from '../../../machines/Policy.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { connectionInput } from '../../connections/connectionInput.ts';
import { simulatedWorld } from '../simulatedLink.ts';
import { actOnWorld, sendMessage } from './actOnWorld.ts';
import { checkCauses, connectionCauses, connectionServices } from './causes.ts';
import { ModelError, type Model } from './Model.ts';
import { clockOf, firstMoment, modelRuntime } from './modelRuntime.ts';
import type { PureActor, PureSystem, PureTrace } from './PureSystem.ts';
import { runPurely, type PureStimulus, type PureWorld } from './runPurely.ts';
import { describeStep, type Step, type StepType } from './Step.ts';
import { emptyWorld, without, type WorldState } from './WorldState.ts';

/** A connection at rest, and the world around it. */
export interface ConnectionModelState {
  readonly system: PureSystem;
  readonly world: WorldState;
}

/** What a model of a connection is made of. */
export interface ConnectionModelOptions {
  /** How the connection behaves. Default: the defaults, with protocol `v4` and without jitter. */
  readonly config?: Partial<ConnectionConfig>;
  /** The namespaces that steps are about. Default: those of the configuration, or `/`. */
  readonly namespaces?: readonly string[];
  /** The events that are subscribed to. @default ['news'] */
  readonly eventNames?: readonly string[];
  /** The kinds of steps that the paths are made of. Default: {@link lifecycleSteps}. */
  readonly steps?: readonly StepType[];
  /** Leaves out steps that are of no interest. Default: none. */
  readonly filter?: (step: Step, state: ConnectionModelState) => boolean;
  /** Ways in which the engine fails to open. @default ['connection-refused', 'handshake-refused'] */
  readonly failures?: readonly ErrorCode[];
  /** Ways in which an engine that is open ends. Default: without an error. */
  readonly drops?: readonly (ErrorCode | undefined)[];
  /** Outcomes of the probe. @default ['v2', 'v4', 'connection-refused'] */
  readonly answers?: readonly ('v2' | 'v4' | ErrorCode)[];
  /** Whether the server may recover a session. @default false */
  readonly recovery?: boolean;
  /** From 0 to below 1, for the jitter. @default 0.5 */
  readonly random?: number;
  /** Whether the `auth` function answers by itself, or as steps say; or there is none. @default 'steps' */
  readonly credentials?: 'steps' | 'immediate' | 'none';
  /** How listeners are subscribed. @default ['plain', 'machine'] */
  readonly listeners?: readonly ('plain' | 'machine' | 'throwing')[];
}

/** The model of a connection. */
export interface ConnectionModel extends Model<ConnectionModelState, Step> {
  readonly config: ConnectionConfig;
  readonly policy: Policy;
  readonly namespaces: readonly string[];
  readonly random: number;
  readonly credentials: 'steps' | 'immediate' | 'none';
  /** What the server speaks that answers the probe. */
  readonly serverProtocol: 'v2' | 'v4';
  connectionOf(state: ConnectionModelState): PureActor;
  /** A namespace's actor; `undefined` while nothing has used it. */
  namespaceOf(state: ConnectionModelState, namespace: string): PureActor | undefined;
  /** Whether a step can happen in a state: also one that `steps` does not list. */
  isPossible(state: ConnectionModelState, step: Step): boolean;
}

/** The kinds of steps that are about a connection's life, not about its messages. */
export const lifecycleSteps: readonly StepType[] = [
  'start',
  'stop',
  'online',
  'offline',
  'open',
  'fail',
  'drop',
  'accept',
  'deny',
  'kick',
  'probe',
  'credentials',
  'elapse',
];

const maxListenings = 2;
const maxWaiting = 1;
const root = 'connection';
const keyOfNamespace = (namespace: string): string => `${root}>namespace:${namespace}`;

/**
 * The model of a connection: its production statecharts, run as pure functions, with a link, a server and a clock that
 * are values. Nothing of it is a copy: change a machine, and its model, its paths and its coverage change with it.
 *
 * @throws {ModelError} where a transition of the machines has no cause
 * @throws {ConnectionError} `invalid-configuration`
 * @example
 * const model = connectionModel({ config: { reconnectionAttempts: 1 } });
 * const { state } = model.apply(model.initial, { type: 'start' });
 * model.steps(state) // stop, open, fail connection-refused, …
 */
export function connectionModel(options: ConnectionModelOptions = {}): ConnectionModel {
  const config: ConnectionConfig = {
    name: 'model',
    url: 'http://simulated',
    protocol: 'v4',
    randomizationFactor: 0,
    ...options.config,
  };
  const random = options.random ?? 0.5;
  const named = Object.keys(config.namespaces ?? {});
  const namespaces = options.namespaces ?? (named.length > 0 ? named : ['/']);
  const eventNames = options.eventNames ?? ['news'];
  const kinds = new Set(options.steps ?? lifecycleSteps);
  const { failures = ['connection-refused', 'handshake-refused'], drops = [undefined] } = options;
  const { answers = ['v2', 'v4', 'connection-refused'], recovery = false } = options;
  const { credentials = 'steps', listeners = ['plain', 'machine'] } = options;
  checkAllCauses();

  // Its links are never asked for anything: they are a part of the model's world.
  const moment = firstMoment();
  const input = connectionInput(config, {
    clock: clockOf(moment),
    createLinks: simulatedWorld().createLinks,
    random: () => random,
  });
  const { policy } = input.ports;
  const runtime = modelRuntime(input.ports, moment, credentials !== 'none');
  const runner = runPurely(connectionMachine, input);
  const kindOf = (listener: MessageListener): 'plain' | 'throwing' | 'machine' => {
    if (pools.plain.includes(listener)) return 'plain';
    return pools.throwing.includes(listener) ? 'throwing' : 'machine';
  };

  /** Runs the statecharts with the world as it is, and returns what has become of both. */
  const run = (
    from: WorldState,
    step: (world: PureWorld) => { system: PureSystem; trace: PureTrace },
  ): { state: ConnectionModelState; trace: PureTrace } => {
    moment.world = from;
    const { system, trace } = step({
      act(action) {
        const { world, events } = actOnWorld(moment.world, action);
        moment.world = world;
        return events.map((event) => ({ to: root, event }));
      },
      begin: (actor) => withRuntime(actor.snapshot),
      tick(now) {
        moment.now = now;
      },
    });
    return { state: { system, world: moment.world }, trace };
  };
  const withRuntime = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot => ({
    ...snapshot,
    context: { ...snapshot.context, runtime: () => runtime },
  });

  const contextOf = (state: ConnectionModelState): ConnectionContext => {
    const actor = state.system.actors.get(root);
    if (actor === undefined) throw new ModelError('The connection is gone.');
    // The root is the connection's machine.
    return actor.snapshot.context as ConnectionContext;
  };
  const namespaceOf = (state: ConnectionModelState, namespace: string): PureActor | undefined =>
    state.system.actors.get(keyOfNamespace(namespace));
  const awaitsCredentials = ({ system }: ConnectionModelState, namespace: string): boolean =>
    system.services.some(({ key }) => key === `${keyOfNamespace(namespace)}>credentials`);
  const awaitsProbe = ({ system }: ConnectionModelState): boolean =>
    system.services.some(({ key }) => key === `${root}>probe`);

  const errorOf = (code: ErrorCode): ConnectionErrorData =>
    errorDataOf(code, code, { connection: config.name });
  const listeningsOf = (world: WorldState, step: Extract<Step, { type: 'subscribe' | 'unsubscribe' }>) =>
    world.listenings.filter(
      ({ namespace, eventName, listener }) =>
        namespace === step.namespace && eventName === step.eventName && kindOf(listener) === step.listener,
    );

  const isPossible = (state: ConnectionModelState, step: Step): boolean => {
    const { world, system } = state;
    switch (step.type) {
      case 'open':
      case 'fail':
        return world.engine === 'opening';
      case 'drop':
        return world.engine === 'open' || world.engine === 'closing';
      case 'accept':
      case 'deny':
        return world.joins[step.namespace] === 'asked';
      case 'kick':
        return world.joins[step.namespace] !== undefined;
      case 'receive':
        return (
          world.joins[step.namespace] === 'joined' &&
          world.listenings.some((own) => own.namespace === step.namespace && own.eventName === step.eventName)
        );
      case 'probe':
        return awaitsProbe(state);
      case 'credentials':
        return awaitsCredentials(state, step.namespace);
      case 'elapse':
        return system.timers.length > 0;
      // A function can only be given back once; an event may say anything.
      case 'unsubscribe':
        return step.listener === 'machine' || listeningsOf(world, step).length > 0;
      case 'leave':
        return namespaceOf(state, step.namespace) !== undefined;
      default:
        return true;
    }
  };

  /** What a step means for the statecharts, in order; the world has changed before. */
  const stimuliOf = (
    { system, world }: ConnectionModelState,
    step: Step,
  ): { readonly world: WorldState; readonly stimuli: readonly PureStimulus[] } => {
    const event = (given: EventObject & Record<string, unknown>, actor = root): readonly PureStimulus[] => [
      { type: 'event', actor, event: given },
    ];
    const after = (stimuli: readonly PureStimulus[], changed: Partial<WorldState> = {}) => ({
      world: { ...world, ...changed },
      stimuli,
    });
    switch (step.type) {
      case 'start':
      case 'stop':
      case 'online':
      case 'offline':
        return after(event({ type: step.type }));
      case 'join':
      case 'leave':
        return after(event({ type: step.type, namespace: step.namespace }));
      case 'subscribe':
      case 'unsubscribe': {
        const { namespace, eventName } = step;
        const own = listeningsOf(world, step);
        const free =
          step.listener === 'machine'
            ? undefined
            : pools[step.listener].find((listener) => own.every((other) => other.listener !== listener));
        const last = step.listener === 'machine' ? undefined : own.at(-1)?.listener;
        const listener = step.type === 'subscribe' ? free : last;
        return after(event({ type: step.type, namespace, eventName, ...(listener && { listener }) }));
      }
      case 'request':
      case 'send': {
        const { namespace } = step;
        if (step.type === 'send' && step.by !== 'method') {
          const args = step.by === 'unencodable' ? [1n] : [];
          return after(event({ type: 'send', namespace, eventName: 'message', args }));
        }
        const isUse = !world.outlets.includes(namespace);
        const sent = sendMessage(world, namespace, policy.whileOffline);
        const lost = sent.events.flatMap((given) => event({ ...given }));
        return {
          world: step.type === 'send' ? sent.world : world,
          stimuli: [
            ...(isUse ? event({ type: 'use', namespace }) : []),
            ...(step.type === 'send' ? lost : []),
          ],
        };
      }
      case 'open':
        return after(event({ type: 'link.opened' }), { engine: 'open' });
      case 'fail':
        return after(event({ type: 'link.failed', error: errorOf(step.code) }), { engine: 'closed' });
      case 'drop':
        return after(
          event({
            type: 'link.closed',
            reason: 'transport close',
            ...(step.code !== undefined && { error: errorOf(step.code) }),
          }),
          { engine: 'closed', joins: {} },
        );
      case 'accept':
        return after(
          event({ type: 'accepted', recovered: step.recovered === true }, keyOfNamespace(step.namespace)),
          { joins: { ...world.joins, [step.namespace]: 'joined' } },
        );
      case 'deny':
        return after(event({ type: 'refused', message: 'denied' }, keyOfNamespace(step.namespace)), {
          joins: without(world.joins, step.namespace),
        });
      case 'kick':
        return after(
          event({ type: 'disconnected', reason: 'io server disconnect' }, keyOfNamespace(step.namespace)),
          { joins: without(world.joins, step.namespace) },
        );
      case 'receive': {
        const { namespace, eventName } = step;
        const heard = world.listenings.filter(
          (own) => own.namespace === namespace && own.eventName === eventName,
        );
        // One that was subscribed twice hears a message once.
        const listeners = new Set(heard.map(({ listener }) => listener));
        return after(
          [...listeners].flatMap((listener) => {
            const kind = kindOf(listener);
            if (kind === 'machine')
              return event({ type: 'message.received', namespace, eventName, args: [] });
            const error = { ...errorOf('listener-failed'), namespace, eventName };
            return kind === 'throwing' ? event({ type: 'listener.failed', error }) : [];
          }),
        );
      }
      case 'acknowledge':
        return after([]);
      case 'probe': {
        const service = `${root}>probe`;
        const isError = step.answer !== 'v2' && step.answer !== 'v4';
        return after([
          isError
            ? { type: 'error', service, error: new ConnectionError(step.answer, step.answer) }
            : { type: 'done', service, output: step.answer },
        ]);
      }
      case 'credentials': {
        const service = `${keyOfNamespace(step.namespace)}>credentials`;
        return after([
          step.outcome === 'given'
            ? { type: 'done', service, output: () => undefined }
            : { type: 'error', service, error: new Error('no credentials') },
        ]);
      }
      case 'elapse':
        return after([{ type: 'time', until: Math.min(...system.timers.map(({ due }) => due)) }]);
      case 'pass':
        return after([{ type: 'time', until: system.now + step.ms }]);
    }
  };

  const every: readonly Step[] = [
    ...(['start', 'stop', 'online', 'offline', 'open', 'elapse'] as const).map((type) => ({ type })),
    ...failures.map((code) => ({ type: 'fail', code }) as const),
    ...drops.map((code) => ({ type: 'drop', ...(code !== undefined && { code }) }) as const),
    ...answers.map((answer) => ({ type: 'probe', answer }) as const),
    ...namespaces.flatMap((namespace): Step[] => [
      { type: 'join', namespace },
      { type: 'leave', namespace },
      { type: 'accept', namespace },
      ...(recovery ? [{ type: 'accept', namespace, recovered: true } as const] : []),
      { type: 'deny', namespace },
      { type: 'kick', namespace },
      { type: 'credentials', namespace, outcome: 'given' },
      { type: 'credentials', namespace, outcome: 'failed' },
      { type: 'request', namespace },
      ...(['method', 'event', 'unencodable'] as const).map(
        (by) => ({ type: 'send', namespace, by }) as const,
      ),
      ...eventNames.flatMap((eventName): Step[] => [
        ...listeners.flatMap((listener): Step[] => [
          { type: 'subscribe', namespace, eventName, listener },
          { type: 'unsubscribe', namespace, eventName, listener },
        ]),
        { type: 'receive', namespace, eventName },
      ]),
    ]),
  ].filter(({ type }) => kinds.has(type));

  /** Kept within bounds, so that there are finitely many states. */
  const isBounded = ({ world }: ConnectionModelState, step: Step): boolean => {
    if (step.type === 'subscribe')
      return world.listenings.filter(({ namespace }) => namespace === step.namespace).length < maxListenings;
    if (step.type === 'send' || step.type === 'request')
      return (world.waiting[step.namespace] ?? 0) < maxWaiting;
    return true;
  };

  const apply: ConnectionModel['apply'] = (state, step) => {
    if (!isPossible(state, step))
      throw new ModelError(`"${describeStep(step)}" cannot happen in this state.`);
    const { world, stimuli } = stimuliOf(state, step);
    let current: ConnectionModelState = { system: state.system, world };
    const traces: PureTrace[] = [];
    for (const stimulus of stimuli) {
      const result = run(current.world, (pureWorld) => runner.step(current.system, stimulus, pureWorld));
      current = result.state;
      traces.push(result.trace);
    }
    const { state: settled, trace } = answerCredentials(current);
    return { state: settled, trace: [...traces, trace].reduce(joined) };
  };

  /** What an `auth` function that answers by itself brings about. */
  const answerCredentials = (
    from: ConnectionModelState,
  ): { state: ConnectionModelState; trace: PureTrace } => {
    let result = { state: from, trace: noTrace };
    for (;;) {
      const { state, trace } = result;
      const service =
        credentials === 'steps' ? undefined : state.system.services.find(({ id }) => id === 'credentials');
      if (service === undefined) return result;
      const stimulus = { type: 'done', service: service.key, output: () => undefined } as const;
      const next = run(state.world, (world) => runner.step(state.system, stimulus, world));
      result = { state: next.state, trace: joined(trace, next.trace) };
    }
  };

  const begun = run(emptyWorld, (world) => runner.start(world, 0));
  const { state: initial, trace } = answerCredentials(begun.state);
  const beginning = joined(begun.trace, trace);
  return {
    initial,
    beginning,
    machines: [
      { machine: connectionMachine, isRunBy: (actor) => actor === root },
      { machine: namespaceMachine, isRunBy: (actor) => actor.startsWith(`${root}>namespace:`) },
    ],
    config,
    policy,
    namespaces,
    random,
    credentials,
    serverProtocol: answers.includes('v4') ? 'v4' : 'v2',
    steps: (state) =>
      every.filter(
        (step) =>
          isPossible(state, step) && isBounded(state, step) && (options.filter?.(step, state) ?? true),
      ),
    apply,
    isPossible,
    keyOf: (state) => keyOf(state, contextOf(state), policy, kindOf),
    describe: describeStep,
    connectionOf(state) {
      const actor = state.system.actors.get(root);
      if (actor === undefined) throw new ModelError('The connection is gone.');
      return actor;
    },
    namespaceOf,
  };
}

let areCausesKnown = false;
/** Once for all models: it looks at the machines alone. */
function checkAllCauses(): void {
  if (areCausesKnown) return;
  for (const machine of [connectionMachine, namespaceMachine])
    checkCauses(machine, connectionCauses, connectionServices);
  areCausesKnown = true;
}

/** Listeners to subscribe and to know again; more than any sequence of steps subscribes at once. */
const listenerPool = (): readonly MessageListener[] => Array.from({ length: 100 }, () => () => {});
/** One pair for all models: nothing ever calls them. */
const pools = { plain: listenerPool(), throwing: listenerPool() };

const noTrace: PureTrace = { begun: [], microsteps: [], emitted: [], ignored: [] };

function joined(one: PureTrace, other: PureTrace): PureTrace {
  return {
    begun: [...one.begun, ...other.begun],
    microsteps: [...one.microsteps, ...other.microsteps],
    emitted: [...one.emitted, ...other.emitted],
    ignored: [...one.ignored, ...other.ignored],
  };
}

/** All that decides what can happen next, and nothing of what only counts up. */
function keyOf(
  { system, world }: ConnectionModelState,
  context: ConnectionContext,
  policy: Policy,
  kindOf: (listener: MessageListener) => string,
): string {
  const { reconnectionAttempts: attempts, suspendAfter } = policy;
  const down = context.downSince === undefined ? -1 : (system.now - context.downSince) / suspendAfter;
  const actors = [...system.actors.values()].map(({ key, snapshot }) => {
    if (key === root) return snapshot.value;
    // The connection's only children that are statecharts.
    const own = snapshot.context as NamespaceContext;
    return [
      own.namespace,
      snapshot.value,
      own.isStarted,
      own.isEngineOpen,
      own.isKept,
      own.isWanted,
      own.wasDenied,
    ];
  });
  return JSON.stringify([
    actors,
    context.protocol,
    Number.isFinite(attempts) ? Math.min(context.failures, attempts + 1) : 0,
    Math.min(context.refusals, 1),
    // How near it is to being suspended, in quarters.
    down < 0 ? down : Math.min(4, Math.floor(4 * down)),
    context.isSuspended,
    context.isStarted,
    context.isEngineOpen,
    context.wasConnected,
    context.isStartDue,
    context.namespaces,
    world.engine,
    world.joins,
    world.listenings
      .map(({ namespace, eventName, listener }) => `${namespace} ${eventName} ${kindOf(listener)}`)
      .toSorted(),
    world.refusal !== undefined,
    Object.keys(world.refusals).toSorted(),
    world.waiting,
    system.timers.toSorted((one, other) => one.due - other.due).map(({ id, actor }) => `${actor} ${id}`),
    system.services.map(({ key }) => key),
  ]);
}
