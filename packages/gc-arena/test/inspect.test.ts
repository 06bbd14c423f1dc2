import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { GcCell, WeakGcMap } from "@luster/gc-arena/containers";
import { describeEdges, heapSnapshot, heapSnapshotChunks, inspectHeap } from "@luster/gc-arena/inspect";
import { NODE_BYTES, Node, type NodeSpec, fill, makeList } from "./list.js";

interface Snapshot {
  readonly snapshot: { readonly meta: Record<string, unknown[]>; readonly node_count: number; readonly edge_count: number };
  readonly nodes: number[];
  readonly edges: number[];
  readonly strings: string[];
}

describe("a heap graph", () => {
  it("sums sizes by class", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 10));
    const [largest] = inspectHeap(arena).sizesByClass();
    expect(largest).toEqual({ className: "Node", count: 10, bytes: 10 * NODE_BYTES, stringBytes: 0 });
  });

  it("says why an object is alive, by a shortest path", () => {
    const arena = makeList();
    arena.mutate((mc, root) => fill(mc, root, 5));
    const graph = inspectHeap(arena);
    expect(graph.explain((object) => (object as Node<unknown>).name === "n2")).toBe("head: Node > next: Node > next: Node");
    expect(graph.explain((object) => (object as Node<unknown>).name === "n9")).toBeUndefined();
    arena.mutate((mc, root) => {
      mc.stash<NodeSpec>(root.head?.next?.next as never);
    });
    expect(inspectHeap(arena).explain((object) => (object as Node<unknown>).name === "n2")).toMatch(
      /^head: Node > next: Node > next: Node$|stashed/,
    );
  });

  it("names fields inside collections, and what objects say themselves", () => {
    class Table extends Node<unknown> {
      [describeEdges](report: (child: object, label: string) => void): void {
        if (this.next !== undefined) report(this.next, "'key'");
      }
    }
    const arena = makeList();
    arena.mutate((mc, root) => {
      const table = new Table("table");
      table.next = Node.make(mc, "inner") as never;
      root.head = new GcCell(mc, { items: [undefined, new Map([["x", table]])] }) as never;
    });
    expect(inspectHeap(arena).explain((object) => (object as Node<unknown>).name === "inner")).toBe(
      "head: GcCell > content.items[1].get(\"x\"): Table > 'key': Node",
    );
  });

  it("follows ephemerons from their key", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      const map = new WeakGcMap<never, Node<never>, Node<never>>(mc as never);
      const key = Node.make(mc, "key");
      map.set(mc as never, key as never, Node.make(mc, "value") as never);
      root.head = key;
      root.weak = map as never;
    });
    expect(inspectHeap(arena).explain((object) => (object as Node<unknown>).name === "value")).toBe(
      "head: Node > (value of a weak entry): Node",
    );
  });

  it("can be made inside mutate, and changes nothing", () => {
    const arena = makeList();
    arena.mutate((mc, root) => {
      fill(mc, root, 3);
      expect(inspectHeap(arena).has(root.head as object)).toBe(true);
      expect(root.head?.gcColor).toBe(0);
    });
  });

  it("knows what waits to be finalized", () => {
    const arena = makeList();
    arena.mutate((mc) => arena.heap.registerFinalizer(Node.make(mc, "dead")));
    arena.collectAll();
    expect(inspectHeap(arena).explain((object) => (object as Node<unknown>).name === "dead")).toBe("(queue of the host): Node");
  });
});

describe("a heap snapshot", () => {
  const arena = makeList();
  arena.mutate((mc, root) => fill(mc, root, 3000));

  it("has the layout that V8's own snapshots have", async () => {
    const ours = JSON.parse(heapSnapshot(arena)) as Snapshot;
    const script = "require('node:v8').getHeapSnapshot().pipe(process.stdout)";
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { maxBuffer: 1 << 28 });
    const theirs = JSON.parse(stdout) as Snapshot;
    // Readers look fields up by their names, which differ between versions of V8: newer ones have no `trace_node_id`.
    expect(ours.snapshot.meta["node_fields"]).toEqual(expect.arrayContaining(theirs.snapshot.meta["node_fields"] as unknown[]));
    for (const field of ["edge_fields", "edge_types"]) expect(ours.snapshot.meta[field]).toEqual(theirs.snapshot.meta[field]);
    expect((ours.snapshot.meta["node_types"] as string[][])[0]?.slice(0, 10)).toEqual(
      (theirs.snapshot.meta["node_types"] as string[][])[0]?.slice(0, 10),
    );
  });

  it("is consistent: counts, edges and strings fit together", () => {
    const { snapshot, nodes, edges, strings } = JSON.parse([...heapSnapshotChunks(inspectHeap(arena))].join("")) as Snapshot;
    const nodeSize = snapshot.meta["node_fields"]?.length as number;
    expect(nodes).toHaveLength(snapshot.node_count * nodeSize);
    expect(edges).toHaveLength(snapshot.edge_count * 3);
    let edgeSum = 0;
    const ids = new Set<number>();
    for (let i = 0; i < nodes.length; i += nodeSize) {
      edgeSum += nodes[i + 4] as number;
      ids.add(nodes[i + 2] as number);
      expect(strings[nodes[i + 1] as number]).toBeTypeOf("string");
    }
    expect(edgeSum).toBe(snapshot.edge_count);
    expect(ids.size).toBe(snapshot.node_count);
    for (let i = 0; i < edges.length; i += 3) {
      expect((edges[i + 2] as number) % nodeSize).toBe(0);
      expect(edges[i + 2] as number).toBeLessThan(nodes.length);
    }
    expect(strings).toContain("Node");
    expect(strings).toContain("next");
  });
});
