/** Sets of row positions, as bits. */

/** A set of positions from 0 to a fixed size. */
export interface RowSet {
  has(at: number): boolean
  add(at: number): void
  remove(at: number): void
  /** In base64. */
  text(): string
}

/** Makes a set; `text` is what `text()` of an earlier one returned. Positions outside of it are not in the set. */
export function createRowSet(size: number, text = ''): RowSet {
  const bits = new Uint8Array(Math.ceil(size / 8))
  bits.set(Buffer.from(text, 'base64').subarray(0, bits.length))
  return {
    has: (at) => ((bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0,
    add: (at) => {
      bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7))
    },
    remove: (at) => {
      bits[at >> 3] = (bits[at >> 3] ?? 0) & ~(1 << (at & 7))
    },
    text: () => Buffer.from(bits).toString('base64'),
  }
}
