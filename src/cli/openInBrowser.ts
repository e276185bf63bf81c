import { spawn } from 'node:child_process';

/** The parts of `process` that tell whether somebody sits in front of it. */
export interface Desk {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Whether the output goes to a terminal. */
  readonly isTerminal: boolean;
}

/**
 * Opens a page in the browser of whoever sits at the terminal. Nobody does in CI, over SSH, behind a pipe or without a
 * display. Whether it succeeds is not waited for: the address is printed in any case.
 *
 * @returns whether it was tried
 */
export function openInBrowser(url: string, desk: Desk): boolean {
  if (!isSomebodyThere(desk)) return false;
  const [command, ...args] = browserCommand(url, desk.platform);
  // On its own, so that neither Ctrl-C ends it nor it keeps this process from ending.
  const child = spawn(command, args, {
    detached: true,
    stdio: 'ignore',
    env: desk.environment,
    windowsVerbatimArguments: true,
  });
  child.on('error', () => {});
  child.unref();
  return true;
}

function isSomebodyThere({ environment, platform, isTerminal }: Desk): boolean {
  const isSet = (name: string): boolean => (environment[name] ?? '') !== '';
  if (!isTerminal || isSet('CI') || isSet('SSH_CONNECTION')) return false;
  return platform === 'darwin' || platform === 'win32' || isSet('DISPLAY') || isSet('WAYLAND_DISPLAY');
}

/** What opens an address in the browser that the user has chosen. */
export function browserCommand(url: string, platform: string): [command: string, ...args: string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      // The first quoted argument would be the title of a window; `&` would end the command.
      return ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')];
    default:
      return ['xdg-open', url];
  }
}
