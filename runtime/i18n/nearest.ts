/** Finds the most similar name, for "Did you mean …?". */

/** Edits (insert, delete, replace, swap of neighbours) between two short names. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const cell = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(cell(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, cell(i - 1, j - 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, cell(i - 2, j - 2) + 1)
      row.push(best)
    }
  }
  return cell(a.length, b.length)
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The candidate most similar to what was written; undefined if none is similar enough. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(written.slice(0, 64))
  if (wanted === '') return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    const name = plain(candidate).slice(0, 64)
    const begins =
      Math.min(name.length, wanted.length) > 2 && (name.startsWith(wanted) || wanted.startsWith(name))
    const edits = begins ? 1 : distance(wanted, name)
    if (edits < least) {
      least = edits
      best = candidate
    }
  }
  return best
}
