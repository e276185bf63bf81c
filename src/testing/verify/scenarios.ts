import fc from 'fast-check';
import { faults, type FaultName } from './faults.ts';
import type { VerifyStep } from './VerifyStep.ts';

/** A sequence of steps with a name, tried before anything is left to chance. */
export interface Scenario {
  /** What `--path` takes. */
  readonly name: string;
  readonly title: string;
  readonly steps: readonly VerifyStep[];
}

/** What is planned by. */
export interface Plan {
  readonly namespaces: readonly string[];
  readonly faults: readonly FaultName[];
  /** An event that may be sent. */
  readonly send: string | undefined;
  /** How long a connection is left alone, to see whether it is left alone, in ms. */
  readonly calm: number;
}

/** The first scenario: nothing goes wrong. */
export function calmScenario({ namespaces, calm }: Plan): Scenario {
  const again = namespaces.flatMap((namespace): VerifyStep[] => [
    { type: 'leave', namespace },
    { type: 'join', namespace },
  ]);
  return {
    name: 'calm',
    title: 'connects, stays, stops, and connects again',
    steps: [{ type: 'wait', ms: calm }, { type: 'stop' }, { type: 'start' }, ...again],
  };
}

/** The second one, where an event may be sent: whether the server acknowledges it, and how. */
export function messageScenario({ namespaces, send }: Plan): Scenario | undefined {
  if (send === undefined) return undefined;
  return {
    name: 'messages',
    title: `messages (${send}), acknowledged once or not at all`,
    steps: namespaces.flatMap((namespace): VerifyStep[] => [
      { type: 'request', namespace, eventName: send },
      // Over polling what a server answers twice comes with two requests.
      { type: 'wait', ms: 100 },
      { type: 'send', namespace, eventName: send },
    ]),
  };
}

/** One scenario for each fault. */
export function faultScenario(name: FaultName, { namespaces, send }: Plan): Scenario {
  const { title, lasting } = faults[name];
  const fault: VerifyStep = { type: 'fault', name };
  const message: VerifyStep[] =
    send === undefined
      ? []
      : namespaces.map((namespace) => ({ type: 'send', namespace, eventName: send, soon: true }));
  return {
    name,
    title,
    steps: [
      // Until it has moved to websocket, if it does.
      { type: 'wait', ms: 100 },
      ...(lasting === undefined
        ? [fault, ...message, { type: 'wait', ms: 50 } as const, fault]
        : [fault, ...message, { type: 'fault', name: 'drop' } as const, { type: 'heal' } as const, fault]),
      { type: 'stop' },
    ],
  };
}

/** Anything, in any order. */
export function arbitrarySteps(plan: Plan & { readonly acknowledges: boolean }): fc.Arbitrary<VerifyStep[]> {
  const namespace = fc.constantFrom(...plan.namespaces);
  const soon = fc.constantFrom(false, false, false, true);
  const simple = (type: 'start' | 'stop' | 'online' | 'heal'): fc.Arbitrary<VerifyStep> =>
    fc.record({ type: fc.constant(type), soon });
  const inNamespace = (type: 'join' | 'leave' | 'subscribe' | 'unsubscribe'): fc.Arbitrary<VerifyStep> =>
    fc.record({ type: fc.constant(type), namespace, soon });
  const messages: { weight: number; arbitrary: fc.Arbitrary<VerifyStep> }[] = [];
  if (plan.send !== undefined) {
    const eventName = fc.constant(plan.send);
    const send: fc.Arbitrary<VerifyStep> = fc.record({
      type: fc.constant('send'),
      namespace,
      eventName,
      soon,
    });
    const request: fc.Arbitrary<VerifyStep> = fc.record({
      type: fc.constant('request'),
      namespace,
      eventName,
      soon,
    });
    messages.push({ weight: 5, arbitrary: send });
    if (plan.acknowledges) messages.push({ weight: 6, arbitrary: request });
  }
  // Where there are none, there is none to choose from.
  const fault = (): fc.Arbitrary<VerifyStep> =>
    fc.record({ type: fc.constant('fault'), name: fc.constantFrom(...plan.faults), soon });
  const step = fc.oneof(
    { weight: 4, arbitrary: simple('start') },
    { weight: 3, arbitrary: simple('stop') },
    {
      weight: plan.faults.length === 0 ? 0 : 7,
      arbitrary: plan.faults.length === 0 ? simple('heal') : fault(),
    },
    { weight: 4, arbitrary: simple('heal') },
    { weight: 1, arbitrary: simple('online') },
    { weight: 2, arbitrary: inNamespace('leave') },
    { weight: 3, arbitrary: inNamespace('join') },
    { weight: 1, arbitrary: inNamespace('subscribe') },
    { weight: 1, arbitrary: inNamespace('unsubscribe') },
    {
      weight: 3,
      arbitrary: fc.record({ type: fc.constant('wait'), ms: fc.constantFrom(1, 10, 50, 150) }),
    },
    ...messages,
  );
  return fc.array(step, { minLength: 1, maxLength: 12, size: 'max' });
}
