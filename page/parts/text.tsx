/** Text from outside: vendor data, inputs, messages. Always text, never markup or a link. */
import { visiblePieces } from './visible.ts'

/** Longer texts are cut; their whole is in the download. */
const LIMIT = 100_000

/** Shows a text, with signs in place of characters that hide or reorder others. */
export const Text = ({ value, limit = LIMIT }: { value: string; limit?: number }) => {
  const shown = value.length > limit ? `${value.slice(0, limit)}…` : value
  const pieces = visiblePieces(shown)
  if (pieces.every(({ isSign }) => !isSign)) return <>{shown}</>
  return <bdi>{pieces.map(({ text, isSign }) => (isSign ? <span class="sign">{text}</span> : text))}</bdi>
}
