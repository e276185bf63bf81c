/** The marks before lines, and the joints within them. */
export interface Symbols {
  readonly idle: string;
  readonly connecting: string;
  readonly waiting: string;
  readonly connected: string;
  readonly stopped: string;
  readonly failed: string;
  readonly console: string;
  readonly warning: string;
  readonly dropped: string;
  readonly summary: string;
  readonly joint: string;
  readonly ellipsis: string;
}

/** Each one column wide in every font that has it. */
export const unicodeSymbols: Symbols = {
  idle: '○',
  connecting: '◌',
  waiting: '↻',
  connected: '●',
  stopped: '■',
  failed: '✖',
  console: '›',
  warning: '▲',
  dropped: '⊘',
  summary: '═',
  joint: '·',
  ellipsis: '…',
};

export const asciiSymbols: Symbols = {
  idle: 'o',
  connecting: '.',
  waiting: '~',
  connected: '*',
  stopped: '#',
  failed: 'x',
  console: '>',
  warning: '!',
  dropped: '/',
  summary: '=',
  joint: '-',
  ellipsis: '...',
};
