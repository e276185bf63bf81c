import { pino } from 'pino';
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
        // Bytes as text: JSON has no other form for them that anyone could read back.
        return log.console({ node, level, value: value instanceof Uint8Array ? toBase64(value) : value });
      }
      default: {
        const { type, ...keys } = line;
        return log[type](keys);
      }
    }
  };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
