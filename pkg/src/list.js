// Lists of items that are their own, whatever a page has put on every list or every object: a setter
// would be asked in place of an item that is new.

const { defineProperty, getOwnPropertyNames } = Object;

/** Puts an item behind the others. */
export function append(list, item) {
  const at = list.length;
  if (at in list) own(list, at, item);
  else list[at] = item;
}

/** A list of so many items, each made of its place. `make` runs nothing of anybody else. */
export function listOf(length, make) {
  const list = new Array(length);
  const put = isIndexed() ? own : set;
  for (let at = 0; at < length; at += 1) put(list, at, make(at));
  return list;
}

/** Whether all lists have an item before they have any. */
const isIndexed = () => startsWithIndex(Array.prototype) || startsWithIndex(Object.prototype);

/** Indices come before all other names. */
const startsWithIndex = (object) => /^\d/.test(getOwnPropertyNames(object)[0]);

function set(list, at, item) {
  list[at] = item;
}

function own(list, at, value) {
  defineProperty(list, at, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}
