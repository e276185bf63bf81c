import type { Experience } from './Experience.ts';
import type { VerifyRule } from './Finding.ts';

const hasTried = ({ attempts }: Experience): boolean => attempts > 0;
const hasConnected = ({ connects }: Experience): boolean => connects > 0;
const hasJoined = ({ joins }: Experience): boolean => joins > 0;
const hasSent = ({ sent }: Experience): boolean => sent > 0;
const hasAsked = ({ acknowledges }: Experience): boolean => acknowledges !== undefined;

/** What must have come about for a rule to mean something. */
const exercises: Readonly<Record<VerifyRule, (experience: Experience) => boolean>> = {
  'server-reachable': () => true,
  'reachable-connects': hasTried,
  'joins-answered': hasJoined,
  'joins-alike': hasJoined,
  'kept-open': hasConnected,
  'drops-noticed': ({ drops }) => drops > 0,
  'stop-closes': hasTried,
  'subscriptions-kept': hasConnected,
  'acknowledged-once': hasSent,
  acknowledged: ({ acknowledges }) => acknowledges === true,
  'one-engine': hasTried,
  'connected-is-open': hasConnected,
  'requests-settle-once': hasAsked,
  delivery: hasSent,
  'refused-with-reason': hasSent,
  'queue-bounds': hasSent,
  'nothing-left': hasTried,
  'started-stopped': hasConnected,
  'state-told-once': hasTried,
  'no-attempt-unasked': hasTried,
  'opening-in-time': hasTried,
  'retry-in-time': ({ attempts, connects }) => attempts > connects,
  'stop-in-time': hasTried,
  // It takes credentials that change, which nobody has here.
  'fresh-credentials': () => false,
  alive: hasTried,
};

/** Whether anything came about that a rule is about. */
export function isExercised(rule: VerifyRule, experience: Experience): boolean {
  return exercises[rule](experience);
}
