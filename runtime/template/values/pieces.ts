/** Text that is put together from pieces. */
import { fits, hold } from '../meter.ts'
import type { Run } from './values.ts'

/** A text that is put together from many pieces: refused as soon as it is too large, and kept in few strings meanwhile. */
export interface Pieces {
  add(piece: string): void
  text(): string
}

/** Pieces that are joined at once. */
const TOGETHER = 4_096

/** Begins a text of pieces. Its size is checked while it grows; the caller counts its work and memory. */
export function pieces(run: Run): Pieces {
  const joined: string[] = []
  let loose: string[] = []
  let size = 0
  return {
    add: (piece) => {
      size += piece.length
      fits(run, size)
      loose.push(piece)
      if (loose.length < TOGETHER) return
      joined.push(loose.join(''))
      hold(run, TOGETHER * 8)
      loose = []
    },
    text: () => (joined.length === 0 ? loose.join('') : joined.join('') + loose.join('')),
  }
}

/** Characters that are converted at once. */
const BLOCK = 16_384

/** Converts a text block by block, for conversions that read each character alone and may make it longer. */
export function inBlocks(run: Run, text: string, change: (block: string) => string): string {
  if (text.length <= BLOCK) return change(text)
  const changed = pieces(run)
  for (let at = 0; at < text.length; ) {
    const high = text.charCodeAt(at + BLOCK - 1)
    const end = at + BLOCK + (high >= 0xd800 && high <= 0xdbff ? 1 : 0)
    changed.add(change(text.slice(at, end)))
    at = end
  }
  return changed.text()
}
