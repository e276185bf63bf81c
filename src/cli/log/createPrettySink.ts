import type { Terminal } from '../Terminal.ts';
import { describeValue, onOneLine } from './describeValue.ts';
import { fitText, padText, widthOf } from './fitText.ts';
import type { LogLine, LogRemark, LogSink, StateLine, SummaryLine } from './LogLine.ts';
import { asciiSymbols, unicodeSymbols, type Symbols } from './symbols.ts';

/** What the lines for people need to know beforehand. */
export interface PrettyOptions {
  readonly output: { write(text: string): unknown };
  readonly terminal: Terminal;
  /** The names that the second column will hold, so that it is as wide as it has to be from the first line on. */
  readonly names: readonly string[];
  /** Milliseconds, from any moment on. Default: the process's own clock. */
  readonly now?: () => number;
}

type Colour = (text: string) => string;

/** One line before it is put together: the detail is what can be left out first. */
interface Row {
  readonly symbol: string;
  readonly source: string;
  readonly text: string;
  readonly detail?: string | undefined;
  readonly colour: Colour;
  /** Colours the text, too; else it is plain. */
  readonly isColoured?: boolean;
}

const widestSource = 20;
/** The longest state paths fit: what follows them stands in a column of its own. */
const stateWidth = 'connecting.suspended'.length;

/**
 * Writes lines for people: seconds since the start, a mark, who speaks, what is said. One line each, in columns, cut to
 * the width of the terminal.
 */
export function createPrettySink(options: PrettyOptions): LogSink {
  const { output, terminal, names, now = () => performance.now() } = options;
  const { colours } = terminal;
  const symbols = terminal.isUnicode ? unicodeSymbols : asciiSymbols;
  const start = now();
  const sourceWidth = Math.min(widestSource, Math.max(0, ...names.map(widthOf)));

  const print = (row: Row, seconds: string): void => {
    const { symbol, source, text, detail = '', colour, isColoured = false } = row;
    const name = padText(fitText(onOneLine(source), sourceWidth, symbols.ellipsis), sourceWidth);
    const columns = terminal.width();
    const room =
      columns === undefined ? Infinity : Math.max(10, columns - widthOf(`${seconds}  ${symbol} ${name}  `));
    const shown = fitText(onOneLine(text), room, symbols.ellipsis);
    const left = room - widthOf(shown);
    const rest = detail === '' ? '' : fitText(`  ${onOneLine(detail)}`, left, symbols.ellipsis);
    const told = (isColoured ? colour(shown) : shown) + (rest === '' ? '' : colours.dim(rest));
    output.write(`${colours.dim(seconds)}  ${colour(symbol)} ${colours.bold(name)}  ${told}\n`);
  };

  return (line, remark = {}) => {
    const seconds = ((now() - start) / 1000).toFixed(2).padStart(8);
    if (line.type !== 'summary') return print(toRow(line, remark, { colours, symbols }), seconds);
    // What is over stands apart from what went on.
    output.write('\n');
    for (const row of toRows(line, { colours, symbols })) print(row, seconds);
  };
}

interface Looks {
  readonly colours: Terminal['colours'];
  readonly symbols: Symbols;
}

function toRow(line: Exclude<LogLine, SummaryLine>, { retryIn }: LogRemark, looks: Looks): Row {
  const { colours, symbols } = looks;
  switch (line.type) {
    case 'state': {
      const again = retryIn === undefined ? [] : [`again in ${(retryIn / 1000).toFixed(1)} s`];
      const detail = [...(isTelling(line) ? [line.reason] : []), ...again].join(` ${symbols.joint} `);
      const text = detail === '' ? line.state : line.state.padEnd(stateWidth);
      return { ...markOf(line.state, looks), source: line.connection, text, detail, isColoured: true };
    }
    case 'console': {
      const text = describeValue(line.value);
      const row = { source: line.node, text };
      if (line.level === 'error')
        return { ...row, symbol: symbols.failed, colour: colours.red, isColoured: true };
      if (line.level === 'warning')
        return { ...row, symbol: symbols.warning, colour: colours.yellow, isColoured: true };
      return { ...row, symbol: symbols.console, colour: colours.cyan };
    }
    case 'error': {
      const source = line.node ?? line.connection ?? '';
      const place = line.namespace === undefined || line.namespace === '/' ? '' : ` ${line.namespace}`;
      const text = `${line.code}${place}: ${line.message}`;
      return { symbol: symbols.failed, source, text, colour: colours.red, isColoured: true };
    }
    default:
      return {
        symbol: symbols.dropped,
        source: line.connection,
        text: `${line.eventName} not sent`,
        detail: line.reason,
        colour: colours.yellow,
        isColoured: true,
      };
  }
}

/** Whether the reason says more than the state itself. */
function isTelling({ state, reason }: StateLine): boolean {
  if (state.startsWith('connecting.')) return reason !== 'start' && reason !== 'retry';
  return state.startsWith('stopped.') && reason !== 'stop';
}

function markOf(state: string, { colours, symbols }: Looks): { symbol: string; colour: Colour } {
  if (state.startsWith('connected')) return { symbol: symbols.connected, colour: colours.green };
  if (state === 'connecting.waiting' || state === 'connecting.suspended')
    return { symbol: symbols.waiting, colour: colours.yellow };
  if (state.startsWith('connecting')) return { symbol: symbols.connecting, colour: colours.yellow };
  if (state === 'stopped.failed') return { symbol: symbols.failed, colour: colours.red };
  if (state.startsWith('stopped')) return { symbol: symbols.stopped, colour: colours.gray };
  return { symbol: symbols.idle, colour: colours.gray };
}

function toRows({ connections, runs, steps }: SummaryLine, { colours, symbols }: Looks): Row[] {
  const looks = { symbol: symbols.summary, colour: colours.green };
  return [
    ...connections.map(({ connection, received, sent, reconnects }) => ({
      ...looks,
      source: connection,
      text: `${received} received, ${sent} sent, ${count(reconnects, 'reconnect')}`,
    })),
    { ...looks, source: 'done', text: `${count(runs, 'run')}, ${count(steps, 'step')}` },
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
