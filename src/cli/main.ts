#!/usr/bin/env node
import { processOutput } from './output.ts';
import { describeFailure } from './describeFailure.ts';
import { runProgram } from './runProgram.ts';

const output = processOutput();

// What nobody has caught is a mistake of ours: whatever runs is in an unknown state, so that it cannot go on.
process.on('uncaughtException', (error) => {
  output.stderr.write(`${describeFailure(error, process.env)}\n`);
  // oxlint-disable-next-line unicorn/no-process-exit -- see above
  process.exit(1);
});

// Set, not passed to `process.exit`: what was started ends by itself, and all that was written is written out.
process.exitCode = await runProgram(process.argv.slice(2), { output, environment: process.env });

// The event loop is empty by then. Node.js 20 can spin for ever in what it does after that, freeing sockets that were
// destroyed with a write under way.
// Only now is it known whether all that was written has arrived.
// oxlint-disable-next-line unicorn/no-process-exit -- see above
process.on('exit', (code) => process.exit(code === 0 && output.hasFailed ? 1 : code));
