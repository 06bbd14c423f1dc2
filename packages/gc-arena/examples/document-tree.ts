// A document tree with parent links and an undo log. Removed elements stay alive as long as an undo step holds them, and each
// element owns a host resource (here: an entry in a map of open handles) that is given back exactly when the last undo step
// that could bring the element back is forgotten. Disposing the arena gives back all that is left, newest first.

/* eslint-disable luster/package-direction -- an example imports its package by name, as a user does */
import { Arena } from "@luster/gc-arena";
import type { Branded, Gc, Mutation, Rootable } from "@luster/gc-arena";
import { Traced, array, derive, optional, pointer } from "@luster/gc-arena/derive";

const openHandles = new Set<string>();

class Element<in out G> extends Traced {
  declare readonly brand: Branded<G>;
  parent: Element<G> | undefined = undefined;
  children: Element<G>[] = [];

  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
    openHandles.add(name);
  }

  static create<G>(mc: Mutation<G>, name: string): Gc<G, Element<G>> {
    const element = mc.alloc(new Element<G>(name));
    mc.registerDisposable(element);
    return element;
  }

  [Symbol.dispose](): void {
    openHandles.delete(this.name);
    console.log("closed", this.name);
  }
}
derive(Element, { parent: optional(pointer), children: array(pointer) });

class Removal<in out G> extends Traced {
  declare readonly brand: Branded<G>;

  readonly element: Element<G>;
  readonly parent: Element<G>;
  readonly index: number;

  constructor(element: Element<G>, parent: Element<G>, index: number) {
    super();
    this.element = element;
    this.parent = parent;
    this.index = index;
  }
}
derive(Removal, { element: pointer, parent: pointer });

class Editor<in out G> extends Traced {
  declare readonly brand: Branded<G>;
  undoLog: Removal<G>[] = [];

  readonly body: Element<G>;

  constructor(body: Element<G>) {
    super();
    this.body = body;
  }

  append(mc: Mutation<G>, parent: Element<G>, child: Element<G>): void {
    parent.children.push(child);
    child.parent = parent;
    mc.backwardBarrier(parent);
    mc.backwardBarrier(child);
  }

  remove(mc: Mutation<G>, element: Element<G>): void {
    const { parent } = element;
    if (parent === undefined) return;
    const index = parent.children.indexOf(element);
    parent.children.splice(index, 1);
    element.parent = undefined;
    this.undoLog.push(mc.alloc(new Removal<G>(element, parent, index)));
    mc.backwardBarrier(this);
  }

  undo(mc: Mutation<G>): void {
    const step = this.undoLog.pop();
    if (step === undefined) return;
    step.parent.children.splice(step.index, 0, step.element);
    step.element.parent = step.parent;
    mc.backwardBarrier(step.parent);
    mc.backwardBarrier(step.element);
  }
}
derive(Editor, { body: pointer, undoLog: array(pointer) });

interface EditorSpec extends Rootable {
  readonly Root: Gc<this["G"], Editor<this["G"]>>;
}

function outline<G>(element: Element<G>): string {
  const inner = element.children.map(outline).join(" ");
  return inner === "" ? element.name : `${element.name}(${inner})`;
}

const arena = new Arena<EditorSpec>(<G>(mc: Mutation<G>) => mc.alloc(new Editor<G>(Element.create(mc, "body"))));

arena.mutate((mc, editor) => {
  const list = Element.create(mc, "list");
  editor.append(mc, editor.body, list);
  for (const name of ["one", "two", "three"]) editor.append(mc, list, Element.create(mc, name));
  console.log(outline(editor.body));
});

arena.mutate((mc, editor) => {
  const [list] = editor.body.children;
  for (const child of [...(list?.children ?? [])].slice(1)) editor.remove(mc, child);
  console.log(outline(editor.body));
});
arena.collectAll();
console.log("open while they can be undone:", [...openHandles].join(" "));

arena.mutate((mc, editor) => {
  editor.undo(mc);
  console.log(outline(editor.body));
  editor.undoLog = [];
  mc.backwardBarrier(editor);
});
arena.collectAll();
console.log("open after forgetting:", [...openHandles].join(" "));

arena[Symbol.dispose]();
console.log("open after closing:", openHandles.size);
