// A heap graph as text in the `.heapsnapshot` format of Chrome's DevTools (Memory tab, "Load profile").
// The format: a JSON object whose `nodes` and `edges` are flat arrays of numbers, laid out as `meta` says; a node's edges follow
// one another, in the order of the nodes; `to_node` is an index into the flat array; names are indexes into `strings`.

import { type GraphNode, type HeapGraph } from "./heap-graph.js";

const NODE_FIELDS = ["type", "name", "id", "self_size", "edge_count", "trace_node_id", "detachedness"] as const;
const NODE_TYPES = [
  "hidden",
  "array",
  "string",
  "object",
  "code",
  "closure",
  "regexp",
  "number",
  "native",
  "synthetic",
  "concatenated string",
  "sliced string",
  "symbol",
  "bigint",
  "object shape",
] as const;
const EDGE_FIELDS = ["type", "name_or_index", "to_node"] as const;
const EDGE_TYPES = ["context", "element", "property", "internal", "hidden", "shortcut", "weak"] as const;

const OBJECT = NODE_TYPES.indexOf("object");
const SYNTHETIC = NODE_TYPES.indexOf("synthetic");
const PROPERTY = EDGE_TYPES.indexOf("property");

/** Numbers in one chunk of text. */
const CHUNK_NUMBERS = 8192;

function meta(): object {
  return {
    node_fields: NODE_FIELDS,
    node_types: [NODE_TYPES, "string", "number", "number", "number", "number", "number"],
    edge_fields: EDGE_FIELDS,
    edge_types: [EDGE_TYPES, "string_or_number", "node"],
    trace_function_info_fields: [],
    trace_node_fields: [],
    sample_fields: [],
    location_fields: [],
  };
}

class StringTable {
  readonly strings: string[] = [];
  private readonly indexes = new Map<string, number>();

  indexOf(text: string): number {
    let index = this.indexes.get(text);
    if (index === undefined) {
      index = this.strings.push(text) - 1;
      this.indexes.set(text, index);
    }
    return index;
  }
}

/** The snapshot in chunks, for heaps whose text is longer than a string can be. */
export function* heapSnapshotChunks(graph: HeapGraph): Generator<string, void> {
  const strings = new StringTable();
  const edgeCount = graph.nodes.reduce((sum, node) => sum + node.edges.length, 0);
  const snapshot = { meta: meta(), node_count: graph.nodes.length, edge_count: edgeCount, trace_function_count: 0 };
  yield `{"snapshot":${JSON.stringify(snapshot)},\n"nodes":[`;
  yield* joined(nodeNumbers(graph, strings));
  yield `],\n"edges":[`;
  yield* joined(edgeNumbers(graph, strings));
  yield `],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[],\n"strings":`;
  yield `${JSON.stringify(strings.strings)}}\n`;
}

function* nodeNumbers(graph: HeapGraph, strings: StringTable): Generator<readonly number[], void> {
  for (let index = 0; index < graph.nodes.length; index++) {
    const { className, bytes, stringBytes, edges } = graph.nodes[index] as GraphNode;
    // Ids are odd, as V8's are for objects of the heap.
    yield [index === 0 ? SYNTHETIC : OBJECT, strings.indexOf(className), 2 * index + 1, bytes + stringBytes, edges.length, 0, 0];
  }
}

function* edgeNumbers(graph: HeapGraph, strings: StringTable): Generator<readonly number[], void> {
  for (let index = 0; index < graph.nodes.length; index++) {
    const { edges } = graph.nodes[index] as GraphNode;
    if (edges.length === 0) continue;
    const labelOf = graph.edgeLabels(index);
    for (const to of edges) yield [PROPERTY, strings.indexOf(labelOf(to)), to * NODE_FIELDS.length];
  }
}

function* joined(rows: Iterable<readonly number[]>): Generator<string, void> {
  let numbers: number[] = [];
  let separator = "";
  for (const row of rows) {
    numbers.push(...row);
    if (numbers.length < CHUNK_NUMBERS) continue;
    yield separator + numbers.join(",");
    separator = ",";
    numbers = [];
  }
  if (numbers.length > 0) yield separator + numbers.join(",");
}
