import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { channelVersion, type BulkSnapshot } from '../model/Channel.ts';
import { createMirror } from '../model/createMirror.ts';
import { isRecord } from '../model/isRecord.ts';
import { messageOf } from '../model/serialise.ts';
import { recordingVersion, type RecordingLine } from '../model/RecordingLine.ts';
import { actorsForApi } from './actorsForApi.ts';
import { createChannel } from './createChannel.ts';
import type { ServeOptions } from './InspectorOptions.ts';
import { startServer } from './startServer.ts';

/** A recording that is shown. */
export interface Replay {
  /** To open in a browser; with the token. */
  readonly url: string;
  /** All that was recorded, as of its end: what viewers get. */
  readonly snapshot: BulkSnapshot;
  close(): Promise<void>;
}

const mostEntries = 200_000;
const mostBytes = 512_000_000;

/**
 * Shows a recording with the same page as live actors, to travel back and forth in. What is damaged at its end is left out.
 *
 * @throws {Error} (a rejection) if the file cannot be read, or is no recording
 * @example
 * const replay = await openRecording('failure.ndjson');
 * console.log(replay.url);
 */
export async function openRecording(file: string, options: ServeOptions = {}): Promise<Replay> {
  const { snapshot, title } = await readRecording(file);
  const session = `recording-${basename(file)}`;
  const server = await startServer(options, {
    api: (path) => (path === '/api/actors' ? actorsForApi(snapshot) : undefined),
  });
  createChannel(server.io, {
    hello: () => ({
      version: channelVersion,
      mode: 'recording',
      control: false,
      title: options.title ?? `${title} (${basename(file)})`,
      session,
      now: Date.now(),
      recording: { active: false, file: basename(file), bytes: 0, entries: 0, full: false },
    }),
    snapshot: () => snapshot,
    join: () => () => {},
    answer(_viewer, request, resync) {
      const type = isRecord(request) ? request['type'] : undefined;
      if (type === 'resync') {
        resync();
        return Promise.resolve({ ok: true, value: null });
      }
      return Promise.resolve({
        ok: false,
        code: 'recording',
        message: 'This is a recording: it can be looked at, not driven.',
      });
    },
    now: () => Date.now(),
  });
  return { url: server.url, snapshot, close: server.close };
}

/** Reads a recording to its end. */
export async function readRecording(file: string): Promise<{ snapshot: BulkSnapshot; title: string }> {
  const mirror = createMirror({
    entries: { count: mostEntries, bytes: mostBytes },
    rows: { count: mostEntries, bytes: mostBytes },
  });
  let title: string | undefined;
  for await (const text of readLines(file)) {
    const line = parseLine(text);
    if (title === undefined) {
      if (line?.type !== 'recording') throw new Error(`${file} is not a recording of the inspector.`);
      if (line.version !== recordingVersion) {
        throw new Error(`${file} was recorded by another version, and cannot be shown by this one.`);
      }
      title = line.title;
    } else if (line === undefined) {
      // Cut off in the midst of a line, where the program ended.
      break;
    } else if (line.type === 'snapshot') {
      mirror.reset(line.snapshot);
    } else if (line.type === 'batch') {
      mirror.apply(line.batch);
    }
  }
  if (title === undefined) throw new Error(`${file} is not a recording of the inspector: it is empty.`);
  return { snapshot: mirror.snapshot(), title };
}

/** @throws {Error} (a rejection) that names the file */
async function* readLines(file: string): AsyncGenerator<string> {
  try {
    const handle = await open(file);
    try {
      yield* handle.readLines();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new Error(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function parseLine(text: string): RecordingLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return isRecordingLine(line) ? line : undefined;
  } catch {
    return undefined;
  }
}

/** As far as the reader relies on it: the lists that it goes through are there. */
function isRecordingLine(line: unknown): line is RecordingLine {
  if (!isRecord(line)) return false;
  switch (line['type']) {
    case 'recording':
      return typeof line['version'] === 'number' && typeof line['title'] === 'string';
    case 'snapshot':
      return hasLists(line['snapshot']);
    case 'batch':
      return hasLists(line['batch']) && isRecord(line['batch']) && Array.isArray(line['batch']['changes']);
    case 'end':
      return true;
    default:
      return false;
  }
}

const lists = [
  'sources',
  'definitions',
  'actors',
  'entries',
  'totals',
  'counts',
  'rows',
  'acknowledgements',
  'graphs',
  'activity',
];

function hasLists(part: unknown): boolean {
  return isRecord(part) && lists.every((key) => Array.isArray(part[key]));
}
