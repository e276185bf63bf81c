// A React page in StrictMode, which mounts every component twice: the connection must be one all the same.
import { useSelector } from '@xstate/react';
import { StrictMode, useEffect, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createConnections, statePath } from 'statewire';

const live = createConnections([{ name: 'live', url: decodeURIComponent(location.hash.slice(1)) }]).get(
  'live',
);

function Live(): ReactElement {
  const state = useSelector(live.actor, (snapshot) => statePath(snapshot.value));
  const [reading, setReading] = useState<unknown>();
  useEffect(() => {
    const end = live.subscribe('reading', setReading);
    live.start();
    return () => {
      end();
      live.stop();
    };
  }, []);
  return (
    <p>
      <output id="state">{state}</output> <output id="reading">{String(reading)}</output>
    </p>
  );
}

function Page(): ReactElement {
  const [isShown, setShown] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setShown(!isShown)}>
        toggle
      </button>
      {isShown ? <Live /> : null}
    </>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
