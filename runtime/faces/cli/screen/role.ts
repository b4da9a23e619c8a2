/** The least role as a checklist, in the words of the vendor's console. */
import type { Held, RolePermission, RoleUse } from '../../../service/doctor/role.ts'
import { visibleLine } from './width.ts'

const BOXES: Readonly<Record<Held, string>> = { granted: '[x]', missing: '[ ]', unknown: '[?]' }

/**
 * The checklist: the place of each permission in the console, below it a box for each right, and the actions that need it.
 * Empty for actions that need no permission.
 */
export function roleLines(role: readonly RolePermission[]): string[] {
  const tested = role.some(({ held, why }) => held !== 'unknown' || why !== undefined)
  const lines: string[] = []
  let place = ''
  for (const one of role) {
    const at = one.permission.lastIndexOf(' | ')
    const next = one.permission.slice(0, Math.max(at, 0))
    if (next !== place) lines.push(visibleLine(next))
    place = next
    const box = tested ? BOXES[one.held] : '[ ]'
    lines.push(
      visibleLine(
        `  ${box} ${one.permission.slice(at < 0 ? 0 : at + 3)}: ${one.needed_by.map(useText).join(', ')}`,
      ),
    )
    const found = tested ? foundText(one) : undefined
    if (found) lines.push(visibleLine(`      ${found}`))
  }
  return lines
}

const useText = ({ action, note }: RoleUse): string => (note === undefined ? action : `${action} (${note})`)

/** What a test found out, where the box does not say it. */
function foundText({ held, tested_with, why }: RolePermission): string | undefined {
  if (held === 'granted') return undefined
  if (held === 'missing') return `missing: ${tested_with} was refused`
  return `not tested: ${why ?? 'the steps before failed'}`
}
