// `checkOwners`: remembers which arena an object was taken into, and refuses it in another: at each store that goes through the
// heap's barriers (all stores of cells, locks and weak collections), and when it is marked.
// Objects that never passed through `mc.alloc` belong to the first arena that marks them.

import { type Collect } from "../collect.js";
import { ForeignPointerError } from "../errors.js";
import { type Heap } from "../heap.js";
import { type Marker } from "../marker.js";
import { isCollect } from "../trace-value.js";

// One for all arenas of this copy of the package.
const owners = new WeakMap<object, Heap>();

function claim(heap: Heap, object: object, operation: string): void {
  const owner = owners.get(object);
  if (owner === undefined) owners.set(object, heap);
  else if (owner !== heap) throw new ForeignPointerError(operation, object);
}

/** Replaces methods of this one heap and marker by checking ones. */
export function checkOwners(heap: Heap, marker: Marker): void {
  const { admit, storeBarrier, forwardBarrier, forwardBarrierEphemeron, forwardBarrierWeak, backwardBarrier } = heap;
  const { mark } = marker;
  heap.admit = function (object, bytes) {
    claim(heap, object, "alloc");
    admit.call(heap, object, bytes);
  };
  heap.storeBarrier = function (parent, child) {
    claim(heap, parent, "store");
    if (isCollect(child)) claim(heap, child, "store");
    storeBarrier.call(heap, parent, child);
  };
  heap.forwardBarrier = function (parent, child) {
    claim(heap, parent, "forwardBarrier");
    claim(heap, child, "forwardBarrier");
    forwardBarrier.call(heap, parent, child);
  };
  heap.forwardBarrierEphemeron = function (parent, key, value) {
    for (const object of [parent, key, value]) claim(heap, object, "forwardBarrierEphemeron");
    forwardBarrierEphemeron.call(heap, parent, key, value);
  };
  heap.forwardBarrierWeak = function (parent) {
    claim(heap, parent, "forwardBarrierWeak");
    forwardBarrierWeak.call(heap, parent);
  };
  heap.backwardBarrier = function (parent) {
    claim(heap, parent, "backwardBarrier");
    backwardBarrier.call(heap, parent);
  };
  marker.mark = function (object: Collect) {
    claim(heap, object, "mark");
    mark.call(marker, object);
  };
}
