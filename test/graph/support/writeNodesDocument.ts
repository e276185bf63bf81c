// Writes docs/nodes.md from the definitions: `npx tsx test/graph/support/writeNodesDocument.ts`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInNodes } from '../../../src/graph/nodes/builtInNodes.ts';
import { describeNodes } from '../../../src/graph/describe/describeNodes.ts';
import { nodesDocument } from '../../../src/graph/describe/nodesDocument.ts';

writeFileSync(
  join(import.meta.dirname, '../../../docs/nodes.md'),
  nodesDocument(describeNodes(builtInNodes)),
);
