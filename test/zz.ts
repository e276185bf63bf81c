import { runCommands } from '../src/testing/index.ts';
const runs = Number(process.argv[2]);
const maxSteps = Number(process.argv[3] ?? 40);
await runCommands({ runs: 100, seed: 1, maxSteps });
const c = process.cpuUsage();
const t = performance.now();
const r = await runCommands({ runs, seed: 2, maxSteps });
const u = process.cpuUsage(c);
const s = (u.user + u.system) / 1e6;
console.log(
  maxSteps,
  r.runs,
  r.steps,
  'cpu',
  s.toFixed(2),
  'wall',
  ((performance.now() - t) / 1000).toFixed(2),
  'runs/s',
  (r.runs / s).toFixed(0),
  'steps/s',
  (r.steps / s).toFixed(0),
  r.failure?.message,
);
