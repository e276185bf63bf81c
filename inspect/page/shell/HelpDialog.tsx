import { useEffect, useRef, type ReactNode } from 'react';

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['1', '2', '3', '4'], 'Statecharts, Timeline, Traffic, Graph'],
  [['/'], 'Search'],
  [['↑', '↓', '←', '→'], 'Move in the tree of actors and in lists; open and close'],
  [['Enter'], 'Travel to the chosen event'],
  [['[', ']'], 'One event back, one event on'],
  [['Esc'], 'Back to live'],
  [['+', '-', '0'], 'Statechart: closer, farther, all of it'],
  [['?'], 'This help'],
];

/** What the page can do that is not to be seen: its keys. */
export function HelpDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} aria-label="Help" onClose={onClose}>
      <h2>Keys</h2>
      <dl className="keys">
        {keys.map(([names, what]) => (
          <div key={what} className="contents">
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">
        States with a dashed outline were never visited while somebody watched. An edge lights up when it is
        taken. The address of this page always leads back to the actor and the moment that you see.
      </p>
      <br />
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
