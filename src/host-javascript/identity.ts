const numbers = new WeakMap<object, number>();
let next = 1;

/** A number for an object in memory: the same object has the same number as long as the host lives. */
export function identityOf(object: object): number {
  let number = numbers.get(object);
  if (number === undefined) {
    number = next++;
    numbers.set(object, number);
  }
  return number;
}
