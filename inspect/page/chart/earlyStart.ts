import type { PreparedLayout } from './fitPrepared.ts';

/** What was begun before the page's own script was even read, for it to take over. */
export interface EarlyStart {
  readonly worker: Worker;
  readonly layouts: Promise<readonly PreparedLayout[]>;
}

const key = Symbol.for('statewire.earlyStart');

/** The layout engine is large, and is read in its worker meanwhile; what needs no engine is fetched. */
export function startEarly(): void {
  const start: EarlyStart = { worker: startWorker(), layouts: fetchLayouts() };
  Reflect.set(globalThis, key, start);
}

/** The layout engine's worker: the one that was started early, the first time; then new ones. */
export function takeEngineWorker(): Worker {
  const early = taken();
  const worker = early?.worker ?? startWorker();
  if (early !== undefined) Reflect.set(globalThis, key, { layouts: early.layouts });
  return worker;
}

/** The layouts that were made when the page was built. None where they cannot be had. */
export function takePreparedLayouts(): Promise<readonly PreparedLayout[]> {
  return taken()?.layouts ?? fetchLayouts();
}

function taken(): Partial<EarlyStart> | undefined {
  const early: Partial<EarlyStart> | undefined = Reflect.get(globalThis, key);
  return early;
}

function startWorker(): Worker {
  return new Worker('/elk-worker.min.js');
}

async function fetchLayouts(): Promise<readonly PreparedLayout[]> {
  try {
    const response = await fetch('/layouts.json');
    const layouts: unknown = await response.json();
    return Array.isArray(layouts) ? layouts : [];
  } catch {
    return [];
  }
}
