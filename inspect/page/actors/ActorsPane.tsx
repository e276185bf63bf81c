import type { ReactNode } from 'react';
import { Icon } from '../shell/Icon.tsx';
import { useSession, useSlowTopic, useStore } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { ActorTree } from './ActorTree.tsx';
import { treeSettings } from './treeSettings.ts';

/** The tree of actors with its search. */
export function ActorsPane(): ReactNode {
  const { world, feed, notice } = useSession();
  const hello = useStore(feed.hello);
  const { search, showEnded } = useStore(treeSettings);
  useSlowTopic(topic.actors, 200);
  const ended = [...world.actors.values()].reduce((sum, { endedAt }) => sum + (endedAt === null ? 0 : 1), 0);

  async function clear(): Promise<void> {
    const answer = await feed.request({ type: 'clearStopped' });
    if (!answer.ok) notice.set(answer.message);
  }

  return (
    <section className="pane" aria-label="Actors">
      <div className="pane-head">
        <label className="search grow">
          <Icon name="search" size={14} />
          <span className="visually-hidden">Search actors</span>
          <input
            type="search"
            className="field"
            placeholder="Search actors"
            value={search}
            onChange={({ target }) => treeSettings.update((before) => ({ ...before, search: target.value }))}
          />
        </label>
      </div>
      <ActorTree settings={treeSettings} />
      {ended > 0 && (
        <div className="tree-foot">
          <button
            type="button"
            className="button quiet"
            aria-pressed={showEnded}
            onClick={() => treeSettings.update((before) => ({ ...before, showEnded: !showEnded }))}
          >
            {ended} stopped {showEnded ? 'shown' : 'hidden'}
          </button>
          <span className="grow" />
          {hello?.mode !== 'recording' && (
            <button type="button" className="button quiet" onClick={() => void clear()}>
              Clear
            </button>
          )}
        </div>
      )}
    </section>
  );
}
