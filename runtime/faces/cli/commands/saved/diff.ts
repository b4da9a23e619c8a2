/** `soar diff`: compares two recorded runs. */
import type { Json } from '../../../../contract/json.ts'
import type { Difference } from '../../../../http/record/differences.ts'
import { diffRecordings } from '../../../../run/record/diff-recordings.ts'
import { visibleJson } from '../../../../safety/control-characters.ts'
import type { Call, Command } from '../../line/command.ts'
import { jsonOption } from '../../line/options.ts'
import { write } from '../../process/output.ts'
import { readRecording } from '../../record/read.ts'
import { visibleLine } from '../../screen/width.ts'

export const command: Command = {
  name: 'diff',
  summary: 'compare request, exchanges and result of two recorded runs',
  arguments: [
    { name: 'a', help: 'file of soar run --save-run or --record', required: true, complete: 'file' },
    { name: 'b', help: 'another one', required: true, complete: 'file' },
  ],
  options: [{ ...jsonOption, help: 'print JSON' }],
  examples: ['soar diff before.json after.json', 'soar diff before.json after.json --json'],
  run,
}

/** Exit code 0 if there are no differences, otherwise 1. */
async function run({ args, options, io }: Call): Promise<number> {
  const [one = '', other = ''] = args
  const found = diffRecordings(await readRecording(one, io), await readRecording(other, io))
  if (options.has('json')) {
    const text = JSON.stringify({ is_same: found.length === 0, differences: found })
    await write(io.stdout, `${io.isTTY.stdout ? visibleJson(text) : text}\n`)
  } else {
    const lines = found.length === 0 ? ['The runs do not differ.'] : found.flatMap(linesOf)
    await write(io.stdout, lines.map((line) => `${visibleLine(line)}\n`).join(''))
  }
  return found.length === 0 ? 0 : 1
}

const linesOf = ({ where, a, b }: Difference): string[] => [
  where,
  ...(a === undefined ? [] : [`  - ${show(a)}`]),
  ...(b === undefined ? [] : [`  + ${show(b)}`]),
]

/** Characters of a value that are shown. */
const LONGEST = 300

function show(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
