// npm run soak -- [--connections 2000] [--seconds 60] [--drops 0.02] [--seed N]
// Holds connections against a server that breaks them at random; exits with 1 if anything is lost, doubled or left behind.
import { parseArgs } from 'node:util';
import { runSoak } from './soak/runSoak.ts';

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '60' },
    drops: { type: 'string', default: '0.02' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const options = {
  connections: Number(values.connections),
  seconds: Number(values.seconds),
  drops: Number(values.drops),
  seed: Number(values.seed),
};
const wrong = Object.entries(options).find(([, value]) => !Number.isFinite(value) || value < 0);
if (wrong !== undefined) {
  process.stderr.write(`--${wrong[0]} takes a number from 0.\n`);
  process.exit(2);
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
process.stdout.write(
  `soak: ${options.connections} connections, ${options.seconds} s, ${options.drops * 100} % dropped a second, seed ${options.seed}\n`,
);
const { before, after, report, sent, reconnects, connected, failures } = await runSoak({
  ...options,
  log: (line) => process.stdout.write(`  ${line}\n`),
});
const change = ((after.heap / before.heap - 1) * 100).toFixed(1);
process.stdout.write(
  [
    `connected   ${connected} of ${options.connections}, after ${report.drops} drops and ${reconnects} reconnections`,
    `messages    ${report.accepted} of ${sent} delivered, ${report.repeated} repeated and known by their id, ${report.twice.length} twice`,
    `memory      ${megabytes(before.heap)} → ${megabytes(after.heap)} (${change} %), resident ${megabytes(before.rss)} → ${megabytes(after.rss)}`,
    `timers      ${before.timers} → ${after.timers}`,
    `sockets     ${before.sockets} → ${after.sockets}`,
    `listeners   ${before.listeners} → ${after.listeners}`,
    failures.length === 0 ? 'PASSED' : ['FAILED', ...failures].join('\n  '),
    '',
  ].join('\n'),
);
process.exitCode = failures.length === 0 ? 0 : 1;
