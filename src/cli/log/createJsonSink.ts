import { pino } from 'pino';
import { mayHoldBinary, stringifyJson } from '../../graph/values/stringifyJson.ts';
import type { LogLine, LogSink } from './LogLine.ts';

/**
 * Writes one JSON object a line: `type`, `time` (ISO 8601) and the line's own keys, nothing else.
 *
 * The types of lines are pino's levels, because pino begins every line with its level: under the name `type`, and
 * without the number, that is just what is wanted.
 */
export function createJsonSink(output: { write(text: string): unknown }): LogSink {
  const levels: Record<LogLine['type'], number> = { state: 1, console: 2, error: 3, dropped: 4, summary: 5 };
  const log = pino(
    {
      base: null,
      customLevels: levels,
      useOnlyCustomLevels: true,
      level: 'state',
      formatters: { level: (type) => ({ type }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    output,
  );
  return (line) => {
    switch (line.type) {
      case 'console': {
        const { node, level, value = null } = line;
        return log.console({ node, level, value: withTexts(value) });
      }
      default: {
        const { type, ...keys } = line;
        return log[type](keys);
      }
    }
  };
}

/** The value with its bytes as texts, in base64. */
function withTexts(value: unknown): unknown {
  if (!mayHoldBinary(value)) return value;
  try {
    return JSON.parse(stringifyJson(value) ?? 'null');
  } catch {
    // A circle, a BigInt, a getter that throws: pino has a form for whatever JSON cannot say.
    return value;
  }
}
