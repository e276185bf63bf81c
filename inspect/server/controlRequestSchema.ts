import { z } from 'zod';
import type { ControlRequest } from '../model/ControlRequest.ts';

const name = z.string().max(1000);
/** XState's own events are not for sending: `xstate.stop` would bring an actor out of step with its parent. */
const eventType = name.min(1).refine((type) => !type.startsWith('xstate.'), {
  message: 'events of XState itself cannot be sent',
});
const target = { type: z.literal('connection'), connection: name };
const message = { namespace: name, event: name.min(1) };

/** What a viewer may ask for. It comes from a browser, and may be anything. */
export const controlRequestSchema: z.ZodType<ControlRequest> = z.union([
  z.strictObject({ type: z.literal('resync') }),
  z.strictObject({
    type: z.literal('expand'),
    actor: name,
    from: z.enum(['context', 'input', 'output', 'error']),
    path: z.array(name).max(64),
  }),
  z.strictObject({
    type: z.literal('entries'),
    before: z.number().min(0),
    limit: z.int().min(1).max(1000),
  }),
  z.strictObject({ type: z.literal('clearStopped') }),
  z.strictObject({ type: z.literal('recording'), action: z.enum(['start', 'stop']) }),
  z.strictObject({
    type: z.literal('send'),
    actor: name,
    event: z.looseObject({ type: eventType }),
  }),
  z.strictObject({ ...target, action: z.enum(['start', 'stop']) }),
  z.strictObject({
    ...target,
    ...message,
    action: z.literal('send'),
    arguments: z.array(z.unknown()).max(100),
    acknowledge: z.boolean(),
  }),
  z.strictObject({ ...target, ...message, action: z.enum(['subscribe', 'unsubscribe']) }),
]);
