import type { Collector } from './createCollector.ts';
import { describeGraphs, graphId } from './describeGraph.ts';
import { wireId, type GraphNodeError } from './GraphModel.ts';
import type { GraphSource, GraphTap, TappedNode } from './GraphSource.ts';
import { isSecretKey } from './isSecretKey.ts';
import { scrubStart } from './scrubText.ts';
import { liveLimits, serialise } from './serialise.ts';
import type { WireValue } from './WireValue.ts';

/** Reads what a project's graphs do for a collector, while somebody looks. One project at a time. */
export interface GraphObserver {
  /** @returns forgets this project */
  set(source: GraphSource): () => void;
  attach(): void;
  detach(): void;
  flush(): void;
}

/** What a node did since the last flush. */
interface NodeNews {
  readonly node: TappedNode;
  /** By output, then by the node and the input that it leads to. */
  readonly pulses: Map<string, Map<TappedNode, { readonly input: string; count: number }>>;
  readonly values: Map<string, unknown>;
  error: GraphNodeError | undefined;
}

/** Makes a {@link GraphObserver}. */
export function createGraphObserver({
  collector,
  now,
}: {
  collector: Collector;
  now: () => number;
}): GraphObserver {
  let source: GraphSource | undefined;
  let isAttached = false;
  let scene: string | undefined;
  const news = new Map<TappedNode, NodeNews>();

  function newsOf(node: TappedNode): NodeNews {
    const known = news.get(node);
    if (known !== undefined) return known;
    const fresh: NodeNews = { node, pulses: new Map(), values: new Map(), error: undefined };
    news.set(node, fresh);
    return fresh;
  }

  const tap: GraphTap = {
    runBegun() {},
    runEnded() {},
    nodeEntered() {},
    pulsed(_run, from, output, to, input) {
      const { pulses } = newsOf(from);
      const targets = pulses.get(output) ?? new Map<TappedNode, { input: string; count: number }>();
      pulses.set(output, targets);
      const target = targets.get(to);
      if (target === undefined) targets.set(to, { input, count: 1 });
      else target.count += 1;
    },
    valueSet(_run, node, output, value) {
      newsOf(node).values.set(output, value);
    },
    failed(_run, node, error) {
      const of = newsOf(node);
      of.error = {
        node: node.id,
        at: now(),
        code: error.code,
        message: scrubStart(error.message, 500),
        count: (of.error?.count ?? 0) + 1,
      };
    },
  };

  function start(): void {
    if (source === undefined || !isAttached) return;
    news.clear();
    scene = source.run.scene;
    collector.graphs.setGraphs(describeGraphs(source));
    source.run.tap = tap;
  }

  function stop(): void {
    if (source?.run.tap === tap) source.run.tap = null;
    news.clear();
  }

  function flushScene(): void {
    const next = source?.run.scene;
    if (next === scene) return;
    for (const [name, active] of [
      [scene, false],
      [next, true],
    ] as const) {
      if (name !== undefined) {
        collector.graphs.addActivity({ graph: graphId(name), active, pulses: {}, values: {}, errors: [] });
      }
    }
    scene = next;
  }

  function flushGraph(graph: string, nodes: readonly NodeNews[]): void {
    const pulses: Record<string, number> = {};
    const values: Record<string, WireValue> = {};
    for (const { node, pulses: byOutput, values: byName } of nodes) {
      for (const [output, targets] of byOutput) {
        for (const [to, { input, count }] of targets) {
          pulses[wireId('pulse', `${node.id}.${output}`, `${to.id}.${input}`)] = count;
        }
      }
      for (const [output, value] of byName) {
        values[`${node.id}.${output}`] = serialise(value, liveLimits, isSecretKey(output)).value;
      }
    }
    const errors = nodes.flatMap(({ error }) => error ?? []);
    collector.graphs.addActivity({ graph, active: null, pulses, values, errors });
  }

  return {
    set(next) {
      stop();
      source = next;
      start();
      return () => {
        if (source !== next) return;
        stop();
        source = undefined;
        collector.graphs.setGraphs([]);
      };
    },
    attach() {
      isAttached = true;
      start();
    },
    detach() {
      isAttached = false;
      stop();
    },
    flush() {
      if (!isAttached) return;
      flushScene();
      if (news.size === 0) return;
      const byGraph = new Map<string, NodeNews[]>();
      for (const of of news.values()) {
        const graph = graphId(of.node.scene);
        byGraph.set(graph, [...(byGraph.get(graph) ?? []), of]);
      }
      news.clear();
      for (const [graph, nodes] of byGraph) flushGraph(graph, nodes);
    },
  };
}
