import v8 from 'node:v8';
import vm from 'node:vm';

v8.setFlagsFromString('--expose-gc');
const collect: unknown = vm.runInNewContext('gc');

/** Bytes of the heap that are in use after everything that nobody holds is gone. */
export async function liveHeap(): Promise<number> {
  if (typeof collect !== 'function') throw new Error('the collector cannot be called');
  // Twice: what a finalizer or a settled promise lets go in the first round is gone in the second.
  for (let round = 0; round < 2; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

/** What keeps the process alive. */
export interface Resources {
  readonly sockets: number;
  readonly timers: number;
}

/** How many sockets and timers keep the process alive at the moment. */
export function resources(): Resources {
  const kinds = process.getActiveResourcesInfo();
  const count = (wanted: string): number => kinds.filter((kind) => kind === wanted).length;
  return { sockets: count('TCPSocketWrap'), timers: count('Timeout') };
}

/** Whether there is no more of anything than before. */
export function isNoMoreThan({ sockets, timers }: Resources): boolean {
  const now = resources();
  return now.sockets <= sockets && now.timers <= timers;
}
