import type { Numbered } from './sockets.ts';

interface Spec {
  readonly aliases?: readonly string[];
  readonly numbered?: Numbered;
}

/** A socket that a project file named: the name in its definition and, of a numbered one, its number. */
export interface SocketRef<Entry> {
  readonly key: string;
  /** -1: not numbered. */
  readonly number: number;
  readonly spec: Entry;
}

/** Finds the sockets (or attributes) of a definition by the names that project files use. */
export interface SocketTable<Entry> {
  readonly entries: readonly (readonly [key: string, spec: Entry])[];
  /** Whatever its number: whether there is that one is the node's affair. */
  find(name: string): SocketRef<Entry> | undefined;
  /** The names for a message, of numbered ones the first two. */
  readonly names: readonly string[];
}

const numberedName = /^(.*[A-Za-z])(0|[1-9]\d{0,5})$/;

/** The table of some sockets of a definition. */
export function createSocketTable<Entry extends Spec>(
  sockets: Readonly<Record<string, Entry>> | undefined,
): SocketTable<Entry> {
  const entries = Object.entries(sockets ?? {});
  const exact = new Map<string, SocketRef<Entry>>();
  const numbered = new Map<string, { readonly key: string; readonly spec: Entry }>();
  const names: string[] = [];
  for (const [key, spec] of entries) {
    if (spec.numbered === undefined) {
      for (const name of [key, ...(spec.aliases ?? [])]) exact.set(name, { key, number: -1, spec });
      names.push(key);
      continue;
    }
    for (const name of [key, ...(spec.aliases ?? [])]) numbered.set(name, { key, spec });
    for (const [number, aliases] of (spec.numbered.aliases ?? []).entries())
      for (const name of aliases) exact.set(name, { key, number, spec });
    names.push(`${key}0`, `${key}1`);
  }
  return {
    entries,
    names,
    find(name) {
      const found = exact.get(name);
      if (found !== undefined || numbered.size === 0) return found;
      const [, family = '', digits = ''] = numberedName.exec(name) ?? [];
      const several = numbered.get(family);
      return several === undefined ? undefined : { ...several, number: Number(digits) };
    },
  };
}
