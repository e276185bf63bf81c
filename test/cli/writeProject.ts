import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that goes after the test. */
export function temporaryFolder(after: (cleanup: () => unknown) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'statewire-cli-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a project file (or, for a text, whatever it says) that goes after the test. @returns its path */
export function writeProject(content: unknown, after: (cleanup: () => unknown) => void): string {
  const file = join(temporaryFolder(after), 'project.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A node of a graph, with only what it needs. */
export interface TestNode {
  readonly id: string;
  readonly type: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, { readonly value: unknown } | { readonly from: string }>>;
  readonly pulses?: Readonly<Record<string, string>>;
}

/** A connection that tries again quickly. */
export function quickConnection(name: string, port: number, more: object = {}): object {
  return { name, url: 'http://127.0.0.1', port, reconnectionDelay: 100, randomizationFactor: 0, ...more };
}

/** A project of connections and one graph. */
export function testProject(
  connections: readonly object[],
  nodes: readonly TestNode[],
  more: object = {},
): object {
  return { name: 'test', settings: { socketio: { connections } }, logic: { nodes }, ...more };
}
