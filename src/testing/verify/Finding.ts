import { rules as connectionRules, type RuleName } from '../run/createRules.ts';

/** What must hold of a server and the way to it, beside the rules of a connection's own life. */
export const serverRules = {
  'server-reachable': 'the server can be reached',
  'reachable-connects': 'a reachable server leads to connected within the bound of the backoff',
  'joins-answered': 'the server answers every join of a namespace',
  'joins-alike': 'the server admits to a namespace, and admits again whom it has admitted before',
  'kept-open': 'nobody ends a connection while the network is well',
  'drops-noticed': 'the loss of a connection is noticed',
  'stop-closes': 'stop leads to closed, with no TCP connection left',
  'subscriptions-kept': 'each subscription has one listener at the link, through any number of drops',
  'acknowledged-once': 'the server acknowledges only what was sent, and at most once',
  acknowledged: 'the server acknowledges an event that it has acknowledged before',
} as const;

/** Everything that is checked, with the text that reports say. */
export const allRules = { ...serverRules, ...connectionRules } as const;

export type VerifyRule = keyof typeof serverRules | RuleName;

/** Something that does not hold. */
export interface Finding {
  readonly rule: VerifyRule;
  /** What is wrong, in a sentence. */
  readonly message: string;
  /** Where to look. */
  readonly advice: string;
}

/** A server that lets a join wait. `waited` says for how long it did. */
export function unansweredFinding(namespaces: readonly string[], waited: string, ifSlow: string): Finding {
  const names = namespaces.join(' and ');
  return {
    rule: 'joins-answered',
    message: `The server opens the connection and does not answer the join of ${names} within ${waited}.`,
    advice: `Look at the middleware of ${names} (\`use\`): every way through it has to call \`next()\`, or \`next(error)\`. ${ifSlow}`,
  };
}

/** Where to look when a connection breaks a rule of its own. */
export const ownFault =
  'This is the connection’s own doing, not the server’s: please report it, with the command that replays it.';

/** Every rule, in the order of reports. */
export const ruleNames: readonly VerifyRule[] = Object.keys(allRules).filter(isRule);

function isRule(name: string): name is VerifyRule {
  return Object.hasOwn(allRules, name);
}
