import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import type { Pulse } from '../sockets.ts';

const instanceId = { type: 'Any', help: 'Names this timer, for the node that ends it.' } as const;

export const startTimeout = defineNode({
  kind: 'action',
  type: 'timer/startTimeout',
  label: 'Start Timeout',
  help: 'Goes on after a delay. Only this branch waits; started again, it waits for both.',
  inputs: { seconds: { type: 'Float', default: 1, help: 'The delay, in seconds.' } },
  outputs: { instanceId },
  pulses: {
    out: {
      out: { help: 'Goes on here after the delay.' },
      onStart: { help: 'Goes on here at once.' },
      onCancel: { help: 'Goes on here when it is cancelled.' },
    },
  },
  run({ inputs, outputs, pulses, project: { timers }, wait }) {
    const seconds = inputs.seconds.value;
    if (!(seconds >= 0)) throw new NodeError('invalid-delay', `${seconds} seconds are no delay: 0 or more.`);
    let id = 0;
    const branch = wait(() => timers.clear(id));
    const finish = (pulse: Pulse): void => {
      branch.pulse(pulse, { instanceId: id });
      branch.end();
    };
    id = start(branch, () =>
      timers.startTimeout(
        seconds * 1000,
        () => finish(pulses.out),
        () => finish(pulses.onCancel),
      ),
    );
    outputs.instanceId.value = id;
    return pulses.onStart;
  },
});

export const cancelTimeout = defineNode({
  kind: 'action',
  type: 'timer/cancelTimeout',
  label: 'Cancel Timeout',
  help: 'Ends a timeout before its time. Nothing, if it has passed already.',
  inputs: { instanceId: { ...instanceId, required: true, help: 'Which timeout.' } },
  run({ inputs, project }) {
    project.timers.cancel(Number(inputs.instanceId.value));
  },
});

export const startInterval = defineNode({
  kind: 'action',
  type: 'timer/startInterval',
  label: 'Start Interval',
  help: 'Goes on again and again. A tick that comes while the one before is still in the queue is left out.',
  inputs: {
    seconds: { type: 'Float', default: 1, help: 'From one tick to the next, in seconds: more than 0.' },
  },
  outputs: { instanceId },
  pulses: {
    out: {
      out: { help: 'Goes on here at each tick.' },
      onStart: { help: 'Goes on here at once.' },
      onReset: { help: 'Goes on here when it is reset.' },
      onCancel: { help: 'The same, behind `onReset`.' },
    },
  },
  run({ inputs, outputs, pulses, project: { timers }, wait }) {
    const seconds = inputs.seconds.value;
    if (!(seconds > 0))
      throw new NodeError('invalid-delay', `${seconds} seconds are no interval: it takes more than 0.`);
    let id = 0;
    const branch = wait(() => timers.clear(id));
    id = start(branch, () =>
      timers.startInterval(
        // A clock counts whole milliseconds.
        Math.max(1, seconds * 1000),
        () => {
          if (!branch.isQueued) branch.pulse(pulses.out, { instanceId: id });
        },
        () => {
          branch.pulse(pulses.onReset, { instanceId: id });
          branch.pulse(pulses.onCancel, { instanceId: id });
          branch.end();
        },
      ),
    );
    outputs.instanceId.value = id;
    return pulses.onStart;
  },
});

export const resetInterval = defineNode({
  kind: 'action',
  type: 'timer/resetInterval',
  label: 'Reset Interval',
  help: 'Ends an interval. Nothing, if it has ended already.',
  inputs: { instanceId: { ...instanceId, required: true, help: 'Which interval.' } },
  run({ inputs, project }) {
    project.timers.cancel(Number(inputs.instanceId.value));
  },
});

/** Starts the timer that a branch waits for, unless the branch may not wait any more. */
function start(branch: { readonly isEnded: boolean; end(): void }, startTimer: () => number): number {
  if (branch.isEnded) return 0;
  try {
    return startTimer();
  } catch (error) {
    branch.end();
    throw error;
  }
}
