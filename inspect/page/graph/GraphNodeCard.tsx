import { Handle, NodeToolbar, Position, type Node, type NodeProps } from '@xyflow/react';
import { useState, type ReactNode } from 'react';
import type { GraphModelNode } from '../../model/GraphModel.ts';
import { Icon } from '../shell/Icon.tsx';
import { formatRoute } from '../shell/route.ts';
import { useRoute, useSession, useTopic } from '../shell/useSession.ts';
import { readWire } from '../values/readWire.ts';
import { topic } from '../world/createWorld.ts';
import { handleId, socketRows } from './graphSizes.ts';

export type GraphCardNode = Node<
  { readonly node: GraphModelNode; readonly graph: string; readonly isFocused: boolean },
  'card'
>;

/** A node of the graph: its sockets, what it last gave out, what went wrong in it. */
export function GraphNodeCard({ data }: NodeProps<GraphCardNode>): ReactNode {
  const { node, graph, isFocused } = data;
  const { world } = useSession();
  const [isHovered, setHovered] = useState(false);
  useTopic(topic.activity(graph));
  const error = world.graphState(graph).errors.get(node.id);
  const [family = '', label = ''] = node.type.split('/', 2);
  return (
    <div
      className={`card ${node.enabled ? '' : 'disabled'} ${isFocused ? 'focused' : ''} ${error === undefined ? '' : 'failed'}`}
      data-node={node.id}
      role="group"
      aria-label={`${node.id}, ${node.type}`}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <div className={`card-head family-${family}`}>
        <div className="grow">
          <div className="card-title ellipsis">{label === '' ? node.type : label}</div>
          <div className="card-id ellipsis">{node.id}</div>
        </div>
        {error !== undefined && (
          <span className="card-error" title={`${error.code}: ${error.message}`}>
            <Icon name="alert" size={13} />
            {error.count > 1 && error.count}
          </span>
        )}
        {node.connection !== null && <ConnectionLink connection={node.connection} />}
      </div>
      {socketRows(node).map(({ input, output }, index) => (
        <div key={index} className="sockets">
          <span className="socket">
            {input !== null && (
              <>
                <Handle
                  type="target"
                  position={Position.Left}
                  id={handleId(input.kind, input.name)}
                  className={input.kind}
                  isConnectable={false}
                />
                <span className="ellipsis">
                  {input.name} <Constant node={node} name={input.name} kind={input.kind} />
                </span>
              </>
            )}
          </span>
          <span className="socket out">
            {output !== null && (
              <>
                {output.name}
                <Handle
                  type="source"
                  position={Position.Right}
                  id={handleId(output.kind, output.name)}
                  className={output.kind}
                  isConnectable={false}
                />
              </>
            )}
          </span>
        </div>
      ))}
      <NodeToolbar isVisible={isHovered} position={Position.Bottom} offset={8}>
        <LastValues node={node} graph={graph} />
      </NodeToolbar>
    </div>
  );
}

/** The constant of an input that has no wire. */
function Constant({
  node,
  name,
  kind,
}: {
  readonly node: GraphModelNode;
  readonly name: string;
  readonly kind: 'pulse' | 'data';
}): ReactNode {
  const value = kind === 'data' ? node.inputs.find((input) => input.name === name)?.value : null;
  return value === null || value === undefined ? null : (
    <span className="constant mono">{readWire(value).text}</span>
  );
}

/** Leads from a node to the statechart of the connection that it is about. */
function ConnectionLink({ connection }: { readonly connection: string }): ReactNode {
  const { world } = useSession();
  const route = useRoute();
  const actor = [...world.actors.values()].find(
    (candidate) => candidate.connection === connection && candidate.parent === null,
  );
  if (actor === undefined) return null;
  return (
    <a
      className="card-link nodrag"
      href={formatRoute({ ...route, view: 'actors', actor: actor.id, scope: null, focus: null })}
      title={`To the statechart of ${connection}`}
    >
      <Icon name="chart" size={14} />
      <span className="visually-hidden">To the statechart of {connection}</span>
    </a>
  );
}

function LastValues({ node, graph }: { readonly node: GraphModelNode; readonly graph: string }): ReactNode {
  const { world } = useSession();
  const { values, errors } = world.graphState(graph);
  const error = errors.get(node.id);
  const attributes = readWire(node.attributes).children ?? [];
  // Outputs that nothing is wired to may not be in the model, and still have values.
  const own = `${node.id}.`;
  const others = [...values.keys()]
    .filter((socket) => socket.startsWith(own))
    .map((socket) => socket.slice(own.length))
    .filter((name) => !node.outputs.some((output) => output.name === name));
  const outputs = [...node.outputs, ...others.map((name) => ({ name, type: '' }))];
  return (
    <div className="last-values mono">
      {attributes.map(({ key, value }) => (
        <div key={key} className="faint ellipsis">
          {key}: {readWire(value).text}
        </div>
      ))}
      {outputs.map(({ name, type }) => {
        const value = values.get(`${node.id}.${name}`);
        return (
          <div key={name} className="ellipsis">
            <span className="muted">{name}</span> <span className="faint">{type}</span>{' '}
            {value === undefined ? <span className="faint">no value yet</span> : readWire(value).text}
          </div>
        );
      })}
      {error !== undefined && (
        <div className="bad-text">
          {error.code}: {error.message}
        </div>
      )}
      {outputs.length === 0 && attributes.length === 0 && error === undefined && (
        <div className="faint">It gives out no values.</div>
      )}
    </div>
  );
}
