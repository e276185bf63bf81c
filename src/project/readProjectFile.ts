import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Diagnostic } from './Diagnostic.ts';
import { linePosition } from './jsonMistakes.ts';
import { largestFile } from './loadProject.ts';

/** The text of a project file and the folder that its paths start from, or why it could not be read. */
export type ReadProjectFile =
  | { readonly text: string; readonly baseDirectory: string }
  | { readonly diagnostic: Diagnostic };

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'There is no such file.'],
  ['ENOTDIR', 'There is no such file: a part of its path is no folder.'],
  ['EISDIR', 'This is a folder: give the project file in it.'],
  ['EACCES', 'The file may not be read: its permissions forbid it.'],
  ['EPERM', 'The file may not be read: its permissions forbid it.'],
  ['ENAMETOOLONG', 'There is no such file: the name is too long.'],
  ['ELOOP', 'There is no such file: its links lead in a circle.'],
  ['EMFILE', 'Too many files are open.'],
]);

/**
 * Reads a project file: UTF-8, with or without a byte order mark. Never rejects; what keeps it from being read is a
 * diagnostic `unreadable-file`, or `invalid-json` for a file that is too large or holds no UTF-8 text.
 *
 * @example
 * const file = await readProjectFile('project.json');
 * if ('text' in file) loadProject(file.text, { environment: process.env, baseDirectory: file.baseDirectory });
 */
export async function readProjectFile(path: string): Promise<ReadProjectFile> {
  try {
    // Read as a stream and no further than needed: a device or a pipe has no size, and may have no end.
    const chunks: Buffer[] = await createReadStream(path, { end: largestFile }).toArray();
    const bytes = Buffer.concat(chunks);
    if (bytes.length > largestFile) {
      return refusal(path, 'The file is too large: 16 MB are the most.', 'invalid-json');
    }
    return decode(path, bytes);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown reason';
    return refusal(path, reasons.get(code) ?? `The file could not be read (${code}).`);
  }
}

function decode(path: string, bytes: Uint8Array): ReadProjectFile {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return refusal(path, 'Line 1, column 1: the file is UTF-16 text: save it as UTF-8.', 'invalid-json');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, baseDirectory: dirname(resolve(path)) };
  } catch {
    const { line, column } = placeOfDamage(bytes);
    const place = `Line ${line}, column ${column}`;
    return refusal(
      path,
      `${place}: the file is no UTF-8 text from here on: save it as UTF-8.`,
      'invalid-json',
    );
  }
}

/** Where the first byte stands that is no UTF-8: the first that differs once decoded and encoded again. */
function placeOfDamage(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  const again = Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf8');
  const at = bytes.findIndex((byte, index) => byte !== again[index]);
  // As a stream, so that a character that has only begun there is left out. Without a difference it is the last one.
  const before = new TextDecoder().decode(at < 0 ? bytes : bytes.subarray(0, at), { stream: true });
  return linePosition(before, 0, before.length);
}

function refusal(
  path: string,
  message: string,
  code: Diagnostic['code'] = 'unreadable-file',
): ReadProjectFile {
  return {
    diagnostic: { severity: 'error', code, pointer: '', message: `${path}: ${message}`, suggestions: [] },
  };
}
