import { checkMessage } from '../../../machines/checkMessage.ts';
import type { Delivery } from '../../../machines/Policy.ts';
import type { Connection } from '../../connections/Connection.ts';
import type { UserStep } from '../model/Step.ts';
import type { Ledger, LedgerEntry } from './Ledger.ts';

/** How a user sends. */
export interface UserOptions {
  readonly connection: Connection;
  readonly ledger: Ledger;
  /** What messages have that do not say. */
  readonly delivery: Delivery;
}

/** Makes a user of a connection, who does what steps say and enters every message into the ledger. */
export function createUser({ connection, ledger, delivery }: UserOptions): (step: UserStep) => void {
  const endings = new Map<string, (() => void)[]>();
  const enter = (namespace: string, kind: LedgerEntry['kind'], own: Delivery = delivery): LedgerEntry =>
    ledger.add({ namespace, kind, delivery: own, bytes: checkMessage(namespace, 'message', []) });

  const subscribe = ({ namespace, eventName, listener }: Extract<UserStep, { type: 'subscribe' }>): void => {
    if (listener === 'machine') return connection.actor.send({ type: 'subscribe', namespace, eventName });
    const end = connection.namespace(namespace).subscribe(eventName, () => {
      if (listener === 'throwing') throw new Error('This listener always throws.');
    });
    const key = `${namespace} ${eventName} ${listener}`;
    endings.set(key, [...(endings.get(key) ?? []), end]);
    return undefined;
  };
  const unsubscribe = ({
    namespace,
    eventName,
    listener,
  }: Extract<UserStep, { type: 'unsubscribe' }>): void => {
    if (listener === 'machine') connection.actor.send({ type: 'unsubscribe', namespace, eventName });
    else endings.get(`${namespace} ${eventName} ${listener}`)?.pop()?.();
  };

  const send = ({ namespace, by, delivery: own }: Extract<UserStep, { type: 'send' }>): void => {
    if (by === 'unencodable')
      return connection.actor.send({ type: 'send', namespace, eventName: 'unencodable', args: [1n] });
    const entry = enter(namespace, 'send', own);
    const { eventName } = entry;
    const options = own === undefined ? {} : { delivery: own };
    if (by === 'event')
      return connection.actor.send({ type: 'send', namespace, eventName, args: [], options });
    try {
      return connection.namespace(namespace).with(options).send(eventName);
    } catch {
      entry.refused = true;
      return undefined;
    }
  };
  const request = (namespace: string): void => {
    const entry = enter(namespace, 'request');
    const settle = (outcome: 'resolved' | 'rejected'): void => {
      entry.settled += 1;
      entry.outcome = outcome;
    };
    connection
      .namespace(namespace)
      .request(entry.eventName)
      .then(
        () => settle('resolved'),
        () => settle('rejected'),
      );
  };

  return (step) => {
    switch (step.type) {
      case 'start':
        return connection.start();
      case 'stop':
        return connection.stop();
      case 'online':
      case 'offline':
        return connection.actor.send({ type: step.type });
      case 'join':
        return connection.namespace(step.namespace).join();
      case 'leave':
        return connection.namespace(step.namespace).leave();
      case 'subscribe':
        return subscribe(step);
      case 'unsubscribe':
        return unsubscribe(step);
      case 'send':
        return send(step);
      case 'request':
        return request(step.namespace);
    }
  };
}

const userSteps = new Set([
  'start',
  'stop',
  'online',
  'offline',
  'join',
  'leave',
  'subscribe',
  'unsubscribe',
  'send',
  'request',
]);

/** Whether a step is the user's. */
export function isUserStep(step: { readonly type: string }): step is UserStep {
  return userSteps.has(step.type);
}
