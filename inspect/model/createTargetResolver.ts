import type { RawState } from './RawState.ts';

/** Resolves a target, as it is written at a state, to an absolute path; `undefined` if there is no such state. */
export type ResolveTarget = (from: RawState, target: unknown) => string | undefined;

/**
 * Makes the resolver for one machine: `#id`, `#id.child`, `.child`, `sibling`, `sibling.child`, as XState reads them. From
 * the root a plain name is a child, as in XState 4.
 */
export function createTargetResolver(nodes: readonly RawState[]): ResolveTarget {
  const byId = new Map(nodes.map((node) => [node.id, node]));

  function fromId(target: string): RawState | undefined {
    const exact = byId.get(target);
    if (exact !== undefined) return exact;
    // The longest id that the target begins with, and below it the rest as a path.
    for (let end = target.lastIndexOf('.'); end > 0; end = target.lastIndexOf('.', end - 1)) {
      const node = byId.get(target.slice(0, end));
      if (node !== undefined) return descend(node, splitPath(target.slice(end + 1)));
    }
    return undefined;
  }

  return (from, target) => {
    if (typeof target !== 'string' || target === '') return undefined;
    if (target.startsWith('#')) return fromId(target.slice(1))?.path;
    if (target.startsWith('.')) return descend(from, splitPath(target.slice(1)))?.path;
    const start = from.parent ?? from;
    return descend(start, splitPath(target))?.path;
  };
}

function descend(from: RawState, keys: readonly string[]): RawState | undefined {
  let node: RawState | undefined = from;
  for (const key of keys) {
    node = node.children.find((child) => child.key === key);
    if (node === undefined) return undefined;
  }
  return node;
}

/** Splits at dots; a backslash takes the meaning from the next character. */
function splitPath(path: string): string[] {
  const keys = [''];
  for (let index = 0; index < path.length; index += 1) {
    const character = path.charAt(index);
    if (character === '.') {
      keys.push('');
    } else {
      if (character === '\\') index += 1;
      keys[keys.length - 1] = (keys.at(-1) ?? '') + path.charAt(index);
    }
  }
  return keys;
}
