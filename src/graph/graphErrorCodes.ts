interface GraphErrorFacts {
  readonly meaning: string;
  readonly advice: string;
}

const define = <Codes extends Record<string, GraphErrorFacts>>(codes: Codes): Codes => codes;

/**
 * What can go wrong while a graph runs: the codes of its error lines. Errors of connections keep the codes of their
 * own; nodes of yours may throw a {@link NodeError} with any code.
 */
export const graphErrorCodes = define({
  'node-failed': {
    meaning: 'The node threw something that is no error of a kind known here.',
    advice: 'The message is the one of what it threw.',
  },
  'step-limit': {
    meaning:
      'What one event set off executed more nodes than the limit allows: most likely a loop without end.',
    advice: 'Break the loop of pulses, or lead it through a timer; programs can raise `limits.steps`.',
  },
  'nesting-limit': {
    meaning:
      'More branches wait for others to end than the limit allows: a `flow/sequential` that leads into itself.',
    advice: 'Lead the loop through its last pulse, or through a timer.',
  },
  'queue-overflow': {
    meaning: 'Events came faster than the graph could take them; the latest were dropped.',
    advice: 'Do less for each event; programs can raise `limits.queue`.',
  },
  'timer-limit': {
    meaning: 'Too many timers run at once.',
    advice: 'Cancel timers that are not needed any more; programs can raise `limits.timers`.',
  },
  'wait-limit': {
    meaning: 'Too many branches wait for something at once.',
    advice: 'Wait for less at a time; programs can raise `limits.waits`.',
  },
  'conversion-failed': {
    meaning: 'A value is not of the type that it is needed in, and cannot be made so.',
    advice: 'Put `utility/conversion` in between, or check with `utility/isType` first.',
  },
  'missing-value': {
    meaning: 'An input that the node cannot do without had no value.',
    advice: 'Look at what the wire comes from: an event’s data are there only in what that event sets off.',
  },
  'division-by-zero': { meaning: 'The divisor is 0.', advice: 'Test it with `compare/isEqual` first.' },
  'out-of-range': {
    meaning: 'A number, an index or a length lies outside of what is possible.',
    advice: 'The message names the range.',
  },
  'missing-key': {
    meaning: 'The dictionary has no such key.',
    advice: 'Wire `onError`, or give the key a value first.',
  },
  'missing-option': {
    meaning: 'The command line gave no such option.',
    advice: 'Wire `onError`, or start with `--set NAME=VALUE`.',
  },
  'invalid-json': { meaning: 'The text is no JSON.', advice: 'Wire `onError`.' },
  'invalid-format': {
    meaning: 'The pattern of `string/format` is wrong, or has more places than there are parameters.',
    advice: 'The message names the place.',
  },
  'invalid-delay': {
    meaning: 'A delay is negative or no number, or the one of an interval is 0.',
    advice: 'Give seconds: 0 or more for a timeout, more than 0 for an interval.',
  },
  'unknown-connection': {
    meaning: 'The connections that the graph was started with have no such name.',
    advice: 'The message lists the names there are.',
  },
  'unknown-reply': {
    meaning: 'The `replyId` names no message of the connection that awaits an acknowledgement.',
    advice: 'Reply once, in time, with the `replyId` of the message and on its connection.',
  },
});

/** The code of an error of the graph itself. */
export type GraphErrorCode = keyof typeof graphErrorCodes;
