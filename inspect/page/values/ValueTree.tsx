import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { WireValue } from '../../model/WireValue.ts';
import { Icon } from '../shell/Icon.tsx';
import { HexView } from './HexView.tsx';
import { readWire } from './readWire.ts';

/** Where more of a value can be had: an actor's value in full depth. */
export type LoadValue = (path: readonly string[]) => Promise<WireValue | undefined>;

interface ValueTreeProps {
  readonly value: WireValue;
  readonly label: string;
  /** Levels that are open at first. */
  readonly open?: number;
  /** Asks for what was left out; without it, what was left out stays out. */
  readonly load?: LoadValue | undefined;
  /** Leads to an actor by its session id. */
  readonly onActor?: ((sessionId: string) => void) | undefined;
}

/** A value as a tree to look into. */
export function ValueTree({ value, label, open = 1, load, onActor }: ValueTreeProps): ReactNode {
  const { children } = readWire(value);
  return (
    <div className="values mono" role="tree" aria-label={label} onKeyDown={moveFocus}>
      {children === null || children.length === 0 ? (
        <ValueNode name={null} value={value} path={[]} open={open} load={load} onActor={onActor} />
      ) : (
        children.map((child) => (
          <ValueNode
            key={child.key}
            name={child.key}
            value={child.value}
            path={[child.step]}
            open={open - 1}
            load={load}
            onActor={onActor}
          />
        ))
      )}
    </div>
  );
}

function ValueNode({
  name,
  value,
  path,
  open,
  load,
  onActor,
}: {
  readonly name: string | null;
  readonly value: WireValue;
  readonly path: readonly string[];
  readonly open: number;
  readonly load: LoadValue | undefined;
  readonly onActor: ((sessionId: string) => void) | undefined;
}): ReactNode {
  const [loaded, setLoaded] = useState<{ readonly of: WireValue; readonly value: WireValue }>();
  const shown = loaded?.of === value ? loaded.value : value;
  const read = readWire(shown);
  const { children, binary } = read;
  const canOpen = (children !== null && children.length > 0) || binary !== null;
  const [isOpen, setOpen] = useState(open > 0);

  async function more(): Promise<void> {
    const full = await load?.(path);
    if (full === undefined) return;
    setLoaded({ of: value, value: full });
    setOpen(true);
  }

  return (
    <div
      role="treeitem"
      aria-expanded={canOpen ? isOpen : undefined}
      aria-label={`${name ?? ''} ${read.text}`}
      className="value"
      tabIndex={-1}
    >
      <div
        className="value-line"
        tabIndex={0}
        onClick={() => canOpen && setOpen(!isOpen)}
        onKeyDown={(event) => {
          if (!canOpen) return;
          const wanted = { ArrowRight: true, ArrowLeft: false, Enter: !isOpen, ' ': !isOpen }[event.key];
          if (wanted === undefined || wanted === isOpen) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(wanted);
        }}
      >
        <span className={`twist ${isOpen ? 'open' : ''}`}>
          {canOpen && <Icon name="chevron" size={10} />}
        </span>
        {name !== null && <span className="value-key">{name}</span>}
        {read.actor !== null && onActor !== undefined ? (
          <button type="button" className="value-link" onClick={() => onActor(read.actor ?? '')}>
            {read.text}
          </button>
        ) : (
          <span className={`value-text ${read.tone} ${isOpen && children !== null ? 'open' : ''}`}>
            {read.text}
          </span>
        )}
        {read.isCut && load !== undefined && loaded === undefined && (
          <button
            type="button"
            className="value-more"
            onClick={(event) => {
              event.stopPropagation();
              void more();
            }}
          >
            more
          </button>
        )}
      </div>
      {isOpen && canOpen && (
        <div className="value-inner" role="group">
          {binary !== null && <HexView hex={binary.hex} bytes={binary.bytes} />}
          {children?.map((child) => (
            <ValueNode
              key={child.key}
              name={child.key}
              value={child.value}
              path={[...path, child.step]}
              open={open - 1}
              load={load}
              onActor={onActor}
            />
          ))}
          {read.missing > 0 && <div className="value-line faint">… {read.missing} more</div>}
        </div>
      )}
    </div>
  );
}

/** Up and down through the lines that are to be seen. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('.value-line[tabindex]')];
  const index = lines.findIndex((line) => line === document.activeElement);
  const next = lines[index + by];
  if (index < 0 || next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}
