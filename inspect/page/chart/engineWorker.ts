const key = Symbol.for('statewire.engineWorker');

/** Keeps a worker that was started early, for {@link takeEngineWorker}. */
export function keepEngineWorker(worker: Worker): void {
  Reflect.set(globalThis, key, worker);
}

/** The layout engine's worker: the one that was started early, the first time; then new ones. */
export function takeEngineWorker(): Worker {
  const early: unknown = Reflect.get(globalThis, key);
  Reflect.deleteProperty(globalThis, key);
  return early instanceof Worker ? early : new Worker('/elk-worker.min.js');
}
