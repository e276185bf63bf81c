import type { Server } from 'socket.io';

/** Whom a message reached, as an acknowledgement tells it. */
type Acknowledge = (answer: { by: string }) => void;

function acknowledgeOf(args: readonly unknown[]): Acknowledge {
  const last = args.at(-1);
  return (answer) => {
    if (typeof last === 'function') Reflect.apply(last, undefined, [answer]);
  };
}

/**
 * The namespace `/alarms`: an operator, who overlooks an alarm (`raise`) now and then, and an engineer on call, who
 * answers to `escalate`. An alarm that is overlooked is never acknowledged.
 */
export function openAlarmDesk(io: Pick<Server, 'of'>, overlooks: (alarm: number) => boolean): void {
  let raised = 0;
  io.of('/alarms').on('connection', (socket) => {
    socket.on('raise', (...args: unknown[]) => {
      raised += 1;
      if (!overlooks(raised)) acknowledgeOf(args)({ by: 'the operator' });
    });
    socket.on('escalate', (...args: unknown[]) => acknowledgeOf(args)({ by: 'the engineer on call' }));
  });
}
