// The graph of an arena's reachable objects, as it was when it was walked: breadth first from the roots, so that each node's
// `parent` is the one before it on a shortest path from a root. Node 0 stands for the roots.
// Objects are held strongly: keep a graph no longer than needed.

import { type Collect } from "../collect.js";
import { className } from "../describe.js";
import { type EphemeronEdge, EdgeTracer } from "./edge-tracer.js";
import { labelEdges } from "./edge-labels.js";

/** What the graph is made from. */
export interface GraphSource {
  /** The value of the root, to name the edges out of it. */
  readonly root: unknown;
  /** Names of the edges to roots that are in no field of the root value. */
  readonly rootNames: ReadonlyMap<object, string>;
  /** Names of objects that belong to the arena itself. */
  readonly classNames: ReadonlyMap<object, string>;
  reportRoots(tracer: EdgeTracer): void;
}

/** Sum over the objects of one class. */
export interface ClassSize {
  readonly className: string;
  readonly count: number;
  /** Bytes that the objects report as their own. */
  readonly bytes: number;
  /** Bytes of the strings that they refer to; a string that is referred to twice counts twice. */
  readonly stringBytes: number;
}

/** One step of a path from a root. */
export interface PathStep {
  readonly object: object;
  readonly className: string;
  /** Name of the edge that leads here. */
  readonly label: string;
}

/** A node of the graph. */
export interface GraphNode {
  readonly object: object | undefined;
  readonly className: string;
  readonly bytes: number;
  readonly stringBytes: number;
  /** Index of the node before this one on a shortest path; -1 for node 0. */
  readonly parent: number;
  /** Indexes of the nodes it points to. */
  readonly edges: readonly number[];
}

const ROOTS = "(roots)";
const EPHEMERON_LABEL = "(value of a weak entry)";
const UNNAMED = "(unnamed)";

/** Every reachable object of an arena, and how it is reached. */
export class HeapGraph {
  readonly nodes: readonly GraphNode[];
  private readonly indexes = new Map<object, number>();
  private readonly rootLabels: Map<object, string>;

  /** @internal */
  constructor(source: GraphSource) {
    this.rootLabels = rootLabels(source);
    this.nodes = new Walk(source, this.indexes).run();
  }

  /** Number of objects. */
  get objectCount(): number {
    return this.nodes.length - 1;
  }

  /** Whether the object was reachable. */
  has(object: object): boolean {
    return this.indexes.has(object);
  }

  /** Count and bytes of each class, largest first. */
  sizesByClass(): ClassSize[] {
    const sizes = new Map<string, { className: string; count: number; bytes: number; stringBytes: number }>();
    for (let i = 1; i < this.nodes.length; i++) {
      const node = this.nodes[i] as GraphNode;
      const size = sizes.get(node.className) ?? { className: node.className, count: 0, bytes: 0, stringBytes: 0 };
      sizes.set(node.className, size);
      size.count++;
      size.bytes += node.bytes;
      size.stringBytes += node.stringBytes;
    }
    return [...sizes.values()].sort((a, b) => b.bytes + b.stringBytes - (a.bytes + a.stringBytes));
  }

  /**
   * Why is this alive: a shortest path from a root to an object, which is given itself or by a test.
   * @returns the steps from the root on, the object last; `undefined` when no such object is reachable
   */
  shortestPath(target: object | ((object: object) => boolean)): PathStep[] | undefined {
    let index = typeof target === "function" ? this.find(target as (object: object) => boolean) : (this.indexes.get(target) ?? -1);
    if (index < 0) return undefined;
    const path: PathStep[] = [];
    while (index > 0) {
      const node = this.nodes[index] as GraphNode;
      path.push({ object: node.object as object, className: node.className, label: this.edgeLabels(node.parent)(index) });
      index = node.parent;
    }
    return path.reverse();
  }

  /** The same as one line of text: `head: Node > next: Node`. `undefined` when no such object is reachable. */
  explain(target: object | ((object: object) => boolean)): string | undefined {
    return this.shortestPath(target)
      ?.map((step) => `${step.label}: ${step.className}`)
      .join(" > ");
  }

  /** A function that names the edges out of a node. */
  edgeLabels(from: number): (to: number) => string {
    const { object } = this.nodes[from] as GraphNode;
    const labels = object === undefined ? this.rootLabels : labelEdges(object);
    return (to) => {
      const child = this.nodes[to]?.object as object;
      return labels.get(child) ?? (object === undefined ? UNNAMED : this.unlistedLabel(from, to));
    };
  }

  private unlistedLabel(from: number, to: number): string {
    const edges = this.nodes[from] as WalkedNode;
    return edges.ephemeronEdges?.includes(to) === true ? EPHEMERON_LABEL : UNNAMED;
  }

  private find(test: (object: object) => boolean): number {
    return this.nodes.findIndex((node) => node.object !== undefined && test(node.object));
  }
}

class WalkedNode implements GraphNode {
  bytes = 0;
  stringBytes = 0;
  edges: number[] = [];
  ephemeronEdges: number[] | undefined = undefined;

  constructor(
    readonly object: Collect | undefined,
    readonly className: string,
    readonly parent: number,
  ) {}
}

class Walk {
  private readonly nodes: WalkedNode[] = [];
  private readonly tracer = new EdgeTracer();
  // Entries whose key was not reached yet.
  private readonly waiting = new Map<object, EphemeronEdge[]>();

  constructor(
    private readonly source: GraphSource,
    private readonly indexes: Map<object, number>,
  ) {}

  run(): WalkedNode[] {
    this.nodes.push(new WalkedNode(undefined, ROOTS, -1));
    this.tracer.listen((tracer) => this.source.reportRoots(tracer as EdgeTracer));
    this.takeEdges(0);
    for (let index = 1; index < this.nodes.length; index++) this.expand(index);
    return this.nodes;
  }

  private expand(index: number): void {
    const node = this.nodes[index] as WalkedNode;
    const object = node.object as Collect;
    this.tracer.visit(object);
    node.bytes = this.tracer.bytes;
    node.stringBytes = this.tracer.stringBytes;
    this.takeEdges(index);
    const entries = this.waiting.get(object);
    if (entries === undefined) return;
    this.waiting.delete(object);
    for (const entry of entries) this.addEphemeronEdge(index, entry);
  }

  private takeEdges(from: number): void {
    const { edges } = this.nodes[from] as WalkedNode;
    for (const child of this.tracer.children) edges.push(this.reach(child, from));
    for (const entry of this.tracer.ephemerons) {
      const keyIndex = this.indexes.get(entry.key);
      if (keyIndex !== undefined) this.addEphemeronEdge(keyIndex, entry);
      else this.wait(entry);
    }
  }

  private wait(entry: EphemeronEdge): void {
    const entries = this.waiting.get(entry.key);
    if (entries === undefined) this.waiting.set(entry.key, [entry]);
    else entries.push(entry);
  }

  private addEphemeronEdge(from: number, { value }: EphemeronEdge): void {
    const node = this.nodes[from] as WalkedNode;
    const to = this.reach(value, from);
    node.edges.push(to);
    (node.ephemeronEdges ??= []).push(to);
  }

  private reach(object: Collect, parent: number): number {
    const known = this.indexes.get(object);
    if (known !== undefined) return known;
    const index = this.nodes.length;
    this.nodes.push(new WalkedNode(object, this.source.classNames.get(object) ?? className(object), parent));
    this.indexes.set(object, index);
    return index;
  }
}

function rootLabels({ root, rootNames }: GraphSource): Map<object, string> {
  const labels = new Map<object, string>(rootNames);
  if (typeof root !== "object" || root === null) return labels;
  const own = labelEdges({ root });
  for (const [object, label] of own) labels.set(object, label.replace(/^root\./, ""));
  return labels;
}
