import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Batch, BulkSnapshot, RecordingState } from '../model/Channel.ts';
import { recordingVersion, type RecordingLine } from '../model/RecordingLine.ts';

/** Writes what viewers get to a file. One recording at a time. */
export interface Recorder {
  readonly state: RecordingState;
  /** The whole path of the recording that is written or was last written. */
  readonly file: string | undefined;
  /**
   * @param read - makes a snapshot: for the beginning, and after a gap
   * @throws {Error} (a rejection) if the file cannot be written; a running recording is ended first
   */
  start(file: string, read: () => BulkSnapshot): Promise<void>;
  write(batch: Batch): void;
  stop(): Promise<void>;
}

/** What may wait for the disk before batches are left out. */
const mostWaiting = 16_000_000;

/** Makes a {@link Recorder}. `changed` is called when it begins, ends or fails by itself. */
export function createRecorder({
  title,
  mostBytes,
  now,
  changed,
}: {
  title: string;
  mostBytes: number;
  now: () => number;
  changed: () => void;
}): Recorder {
  let file: string | undefined;
  let stream: WriteStream | undefined;
  let bytes = 0;
  let entries = 0;
  let full = false;
  let isBehind = false;

  function writeLine(line: RecordingLine): void {
    const text = `${JSON.stringify(line)}\n`;
    bytes += Buffer.byteLength(text);
    stream?.write(text);
  }

  function end(reason: 'stopped' | 'full'): Promise<void> {
    const ending = stream;
    if (ending === undefined) return Promise.resolve();
    writeLine({ type: 'end', at: now(), reason });
    full = reason === 'full';
    stream = undefined;
    changed();
    return new Promise((resolve) => {
      ending.once('close', () => resolve());
      ending.end();
    });
  }

  return {
    get state() {
      return {
        active: stream !== undefined,
        file: file === undefined ? null : basename(file),
        bytes,
        entries,
        full,
      };
    },
    get file() {
      return file;
    },
    async start(next, read) {
      await end('stopped');
      await mkdir(dirname(next), { recursive: true });
      const opening = createWriteStream(next, { flags: 'w', mode: 0o600 });
      await new Promise<void>((resolve, reject) => {
        opening.once('error', reject);
        opening.once('open', () => {
          opening.off('error', reject);
          resolve();
        });
      });
      opening.on('error', () => {
        // The disk is full, or gone: the recording ends where it is.
        if (stream !== opening) return;
        stream = undefined;
        changed();
      });
      opening.on('drain', () => {
        if (!isBehind || stream !== opening) return;
        const snapshot = read();
        isBehind = false;
        writeLine({ type: 'snapshot', snapshot });
      });
      const snapshot = read();
      file = next;
      stream = opening;
      bytes = 0;
      entries = 0;
      full = false;
      isBehind = false;
      writeLine({ type: 'recording', version: recordingVersion, title, at: now() });
      writeLine({ type: 'snapshot', snapshot });
      changed();
    },
    write(batch) {
      if (stream === undefined) return;
      if (stream.writableLength > mostWaiting) isBehind = true;
      if (isBehind) return;
      writeLine({ type: 'batch', batch });
      entries += batch.entries.length;
      if (bytes > mostBytes) void end('full');
    },
    stop: () => end('stopped'),
  };
}
