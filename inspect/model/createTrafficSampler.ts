import type { Collector } from './createCollector.ts';
import { roughSize } from './roughSize.ts';
import { liveLimits, serialise } from './serialise.ts';
import type { TrafficDirection } from './Traffic.ts';
import type { TrafficTap } from './TrafficSource.ts';
import type { WireValue } from './WireValue.ts';

/** Of each event in each direction between two flushes, so that a busy one does not hide the others. */
const rowsPerEvent = 3;
const rowsPerFlush = 40;
const mostKept = 2_000;
const mostAwaited = 500;

/** Keeps some of the messages of one connection between two flushes, and counts the rest. */
export interface TrafficSampler {
  readonly tap: TrafficTap;
  flush(): void;
  clear(): void;
}

/** A message that was kept, by reference until the flush. */
interface KeptMessage {
  readonly at: number;
  readonly namespace: string;
  readonly event: string;
  readonly direction: TrafficDirection;
  readonly acknowledgement: number | undefined;
  args: readonly unknown[];
  /** Its row's sequence, once it has one. */
  row: number | undefined;
  answer:
    | { readonly at: number; readonly args: readonly unknown[]; readonly error: string | undefined }
    | undefined;
}

/** Makes a {@link TrafficSampler}. */
export function createTrafficSampler({
  connection,
  collector,
  now,
}: {
  connection: string;
  collector: Collector;
  now: () => number;
}): TrafficSampler {
  // By direction, namespace, event: looked up a message, so without making keys.
  const kept = {
    in: new Map<string, Map<string, KeptMessage[]>>(),
    out: new Map<string, Map<string, KeptMessage[]>>(),
  };
  const awaited = new Map<number, KeptMessage>();
  let answered: KeptMessage[] = [];
  let seen = 0;
  let keptCount = 0;

  function keep(
    direction: TrafficDirection,
    namespace: string,
    event: string,
    args: readonly unknown[],
    acknowledgement: number | undefined,
  ): void {
    seen += 1;
    // Only where nothing could be flushed for long: a program that never yields, with ever new names of events.
    if (keptCount >= mostKept) return;
    let ofNamespace = kept[direction].get(namespace);
    if (ofNamespace === undefined) kept[direction].set(namespace, (ofNamespace = new Map()));
    let messages = ofNamespace.get(event);
    if (messages === undefined) ofNamespace.set(event, (messages = []));
    if (messages.length >= rowsPerEvent) {
      const dropped = messages.shift();
      keptCount -= 1;
      if (dropped?.acknowledgement !== undefined) awaited.delete(dropped.acknowledgement);
    }
    const message: KeptMessage = {
      at: now(),
      namespace,
      event,
      direction,
      acknowledgement,
      args,
      row: undefined,
      answer: undefined,
    };
    messages.push(message);
    keptCount += 1;
    if (acknowledgement !== undefined) expectAnswer(acknowledgement, message);
  }

  function expectAnswer(acknowledgement: number, message: KeptMessage): void {
    awaited.set(acknowledgement, message);
    if (awaited.size <= mostAwaited) return;
    const [oldest] = awaited.keys();
    if (oldest !== undefined) awaited.delete(oldest);
  }

  function takeKept(): KeptMessage[] {
    const messages = [...kept.in.values(), ...kept.out.values()].flatMap((byEvent) =>
      [...byEvent.values()].flat(),
    );
    kept.in.clear();
    kept.out.clear();
    keptCount = 0;
    return messages.toSorted((a, b) => a.at - b.at);
  }

  function writeRow(message: KeptMessage): void {
    const { at, namespace, event, direction, args, acknowledgement } = message;
    const payload = describeArguments(args);
    message.row = collector.traffic.addRow(
      {
        at,
        connection,
        namespace,
        event,
        direction,
        payload: payload.values,
        bytes: roughSize(args),
        awaits: acknowledgement !== undefined,
      },
      payload.bytes,
    );
    message.args = [];
  }

  function writeAnswer({ row, at, answer }: KeptMessage): void {
    if (row === undefined || answer === undefined) return;
    collector.traffic.addAcknowledgement({
      row,
      at: answer.at,
      roundTrip: answer.at - at,
      payload: describeArguments(answer.args).values,
      errorMessage: answer.error ?? null,
    });
  }

  return {
    tap: {
      received: (namespace, event, args, acknowledgement) =>
        keep('in', namespace, event, args, acknowledgement),
      sent: (namespace, event, args, acknowledgement) => keep('out', namespace, event, args, acknowledgement),
      acknowledged(acknowledgement, args, error) {
        const message = awaited.get(acknowledgement);
        if (message === undefined) return;
        awaited.delete(acknowledgement);
        if (answered.length >= mostAwaited) return;
        message.answer = { at: now(), args, error };
        answered.push(message);
      },
    },
    flush() {
      if (seen === 0 && answered.length === 0) return;
      const messages = takeKept();
      const shown = messages.slice(-rowsPerFlush);
      for (const message of shown) writeRow(message);
      collector.traffic.skipRows(seen - shown.length);
      for (const message of answered) writeAnswer(message);
      answered = [];
      seen = 0;
    },
    clear() {
      kept.in.clear();
      kept.out.clear();
      keptCount = 0;
      awaited.clear();
      answered = [];
      seen = 0;
    },
  };
}

function describeArguments(args: readonly unknown[]): {
  readonly values: readonly WireValue[];
  readonly bytes: number;
} {
  const described = args.slice(0, 20).map((argument) => serialise(argument, liveLimits));
  return {
    values: described.map(({ value }) => value),
    bytes: described.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
