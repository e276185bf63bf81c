// A program that makes transitions as fast as it can while it is looked at: by ours, or by @statelyai/inspect.
import { createWebSocketInspector } from '@statelyai/inspect';
import { createActor, setup, type InspectionEvent, type Observer } from 'xstate';
import { loadBuilt } from './built.ts';
import type { Transitions } from './messages.ts';
import { serveProgram } from './Program.ts';

const [kind = 'ours', viewerUrl = ''] = process.argv.slice(2);
const { inspect } = await loadBuilt();
const lamp = setup({}).createMachine({
  id: 'lamp',
  initial: 'off',
  context: { turns: 0, place: { room: 'hall', floor: 2 } },
  states: { off: { on: { turn: 'on' } }, on: { on: { turn: 'off', end: 'over' } }, over: {} },
});

const stately = kind === 'stately' ? createWebSocketInspector({ url: viewerUrl }) : undefined;
const inspector = kind === 'ours' ? await inspect.createInspector({ title: 'bench' }) : undefined;

const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** A program that is busy, but not deaf: it gives way after every so many transitions. */
const inARow = 20;

serveProgram(inspector?.url ?? null, async (question): Promise<Transitions> => {
  // From the measurement alone.
  const { seconds } = question as { seconds: number };
  // As their inspector types it, which is XState's own type of an observer.
  const observer = stately?.inspect as
    | ((event: InspectionEvent) => void)
    | Observer<InspectionEvent>
    | undefined;
  const actor = createActor(lamp, observer === undefined ? {} : { inspect: observer });
  const forget = inspector?.observe(actor, { name: 'lamp' });
  actor.start();
  const [cpuBefore, started] = [process.cpuUsage(), performance.now()];
  let count = 0;
  while (performance.now() - started < seconds * 1000) {
    for (let turn = 0; turn < inARow; turn += 1) actor.send({ type: 'turn' });
    count += inARow;
    await breathe();
  }
  const cpu = process.cpuUsage(cpuBefore);
  const time = (performance.now() - started) / 1000;
  forget?.();
  actor.stop();
  return { perSecond: count / time, cpu: (cpu.user + cpu.system) / 1000 / count };
});
