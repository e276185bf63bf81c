import { join } from 'node:path';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { startDemoServer } from '../demoServer.ts';
import { packageRoot } from '../packageRoot.ts';
import { run, type Header } from './run.ts';

export interface DemoOptions {
  readonly for?: number;
  readonly log: 'pretty' | 'json';
  /** A port; true, as where nothing is said, for any that is free. */
  readonly inspect?: number | boolean;
  readonly control?: boolean;
  readonly record?: string;
}

const example = join('examples', 'telemetry', 'project.json');

/** `statewire demo`: a Socket.IO server of its own, and an example project that runs against it. */
export async function demo(options: DemoOptions, context: CommandContext): Promise<ExitCode> {
  const server = await startDemoServer();
  try {
    const environment = { ...context.environment, DEMO_URL: server.host, DEMO_PORT: String(server.port) };
    const header: Header = (inspector) => [
      ['server', `${server.host}:${server.port}`],
      ['project', example],
      ...(inspector === undefined ? [] : [['inspector', inspector] as const]),
      ['end', options.for === undefined ? 'Ctrl-C' : `after ${options.for} s, or Ctrl-C`],
    ];
    return await run(
      join(packageRoot, example),
      { ...options, inspect: options.inspect ?? true },
      { ...context, environment },
      header,
    );
  } finally {
    await server.close();
  }
}
