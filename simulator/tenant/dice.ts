import type { Some } from './words.ts'

/** An even, repeatable number from 0 to 2^32-1 for a seed, a row and a purpose (a finaliser of MurmurHash3). */
export function dice(seed: number, row: number, purpose: number): number {
  let h = (seed ^ Math.imul(row + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca77)) | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The entry that a random number selects. */
export function pick<T>(list: Some<T>, thrown: number): T {
  return list[thrown % list.length] ?? list[0]
}

/** A number for a text, to seed `dice` with (FNV-1a). */
export function textSeed(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}
