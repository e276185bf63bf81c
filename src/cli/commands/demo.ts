import { join } from 'node:path';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { startDemoServer, type DemoServer } from '../demoServer.ts';
import { openInBrowser } from '../openInBrowser.ts';
import { packageRoot } from '../packageRoot.ts';
import { run, type Header } from './run.ts';

export interface DemoOptions {
  readonly for?: number;
  readonly log: 'pretty' | 'json';
  /** A port; true, as where nothing is said, for any that is free. */
  readonly inspect?: number | boolean;
  /** Whether a browser may be opened. */
  readonly open: boolean;
  readonly control?: boolean;
  readonly record?: string;
}

/** The example projects that run against the demo's server, and how many of it they need. */
export const demoExamples = { telemetry: 1, 'chat-bridge': 2, alarm: 1, 'device-fleet': 3 } as const;

export type DemoExample = keyof typeof demoExamples;

/** `statewire demo`: Socket.IO servers of its own, and an example project that runs against them. */
export async function demo(
  example: DemoExample,
  options: DemoOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const file = join('examples', example, 'project.json');
  const servers: DemoServer[] = [];
  try {
    while (servers.length < demoExamples[example]) servers.push(await startDemoServer());
    const environment = { ...context.environment, ...demoEnvironment(servers) };
    const header: Header = (inspector) => [
      ['server', servers.map(({ host, port }) => `${host}:${port}`).join('  ')],
      ['project', file],
      ...(inspector === undefined ? [] : [['inspector', inspector] as const]),
      ['end', options.for === undefined ? 'Ctrl-C' : `after ${options.for} s, or Ctrl-C`],
    ];
    const onInspector = (url: string): void => {
      const { platform, stdout } = process;
      openInBrowser(url, { environment: context.environment, platform, isTerminal: stdout.isTTY });
    };
    return await run(
      join(packageRoot, file),
      { ...options, inspect: options.inspect ?? true },
      { ...context, environment },
      { header, ...(options.open && { onInspector }) },
    );
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

/** What the example projects read: `DEMO_URL`, `DEMO_PORT`, `DEMO_PORT_2` and so on. */
export function demoEnvironment(servers: readonly DemoServer[]): Record<string, string> {
  return Object.fromEntries(
    servers.flatMap(({ host, port }, index) => [
      ['DEMO_URL', host],
      [index === 0 ? 'DEMO_PORT' : `DEMO_PORT_${index + 1}`, String(port)],
    ]),
  );
}
