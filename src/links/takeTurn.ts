/** So many tries again of this process to reach one server may be under way at once. */
const most = 100;
/** In ms: a try that takes longer no longer counts, lest servers that never answer hold everybody up. */
const longest = 100;

interface Turn {
  readonly begin: () => void;
  since: number;
}

/** Those that try to reach one server, and those that wait to. */
interface Line {
  /** In the order in which they began. */
  readonly taken: Set<Turn>;
  readonly waiting: Set<Turn>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const lines = new Map<string, Line>();

/**
 * Begins a try to reach a server again as soon as it is its turn: at once, for all but processes with hundreds of
 * connections. When a server goes, all connections of a process are dropped at once, and come back as fast as the process
 * can work: thousands of handshakes would be with the server together, which has just begun to live again.
 *
 * @param begin - called at once, or later
 * @returns to be called when the try has ended, or is no longer wanted; further calls do nothing
 */
export function takeTurn(server: string, begin: () => void): () => void {
  const line = lines.get(server) ?? { taken: new Set(), waiting: new Set(), timer: undefined };
  lines.set(server, line);
  const turn: Turn = { begin, since: 0 };
  line.waiting.add(turn);
  admit(line);
  return () => {
    if (!line.taken.delete(turn) && !line.waiting.delete(turn)) return;
    admit(line);
    if (line.taken.size > 0) return;
    clearTimeout(line.timer);
    // A line that was empty before may have been followed by another.
    if (lines.get(server) === line) lines.delete(server);
  };
}

function admit(line: Line): void {
  const { taken, waiting } = line;
  const now = performance.now();
  for (const turn of taken) {
    if (now - turn.since < longest) break;
    taken.delete(turn);
  }
  for (const turn of waiting) {
    if (taken.size >= most) break;
    waiting.delete(turn);
    turn.since = now;
    taken.add(turn);
    turn.begin();
  }
  clearTimeout(line.timer);
  line.timer = undefined;
  const [oldest] = taken;
  if (waiting.size === 0 || oldest === undefined) return;
  line.timer = setTimeout(() => admit(line), Math.max(1, oldest.since + longest - now));
}
