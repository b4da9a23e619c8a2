/** `soar render`: renders a template with a context. */
import { runtimeLocales } from '../../../i18n/sentences.ts'
import { visibleText } from '../../../safety/control-characters.ts'
import { endColumnOf } from '../../../template/place.ts'
import {
  isTemplateError,
  type RenderOptions,
  type TemplateError,
  templateFromTree,
} from '../../../template/template.ts'
import type { Call, Command } from '../line/command.ts'
import { parseContext, readContextFile } from '../line/context.ts'
import { contextOption, localeOption, undefinedOption } from '../line/options.ts'
import { readLocale, readUndefined } from '../line/read-options.ts'
import { type Io, readAll } from '../process/io.ts'
import { put, write } from '../process/output.ts'
import { visibleLine, widthOf } from '../screen/width.ts'

export const command: Command = {
  name: 'render',
  summary: 'render a template with a JSON context',
  readsInput: () => true,
  arguments: [{ name: 'template', help: 'the template', required: true }],
  options: [contextOption, undefinedOption, localeOption],
  examples: [
    `echo '{"event":{"from":"Mallory@Evil.example"}}' | soar render '{{ event.from | lower }}'`,
    `soar render '{{ missing }}' --undefined empty`,
  ],
  run: render,
}

async function render({ args, options, io }: Call): Promise<number> {
  const [source = ''] = args
  const settings: RenderOptions = {
    locale: readLocale(options.text('locale'), runtimeLocales) ?? io.env.SOAR_LOCALE ?? 'en',
    ...readUndefined(options),
  }
  const given = io.isTTY.stdin ? undefined : await readAll(io.stdin)
  const file = options.text('context')
  const context = {
    ...(await parseContext(given ?? new Uint8Array(), 'standard input')),
    ...(file === undefined ? {} : await readContextFile(file, io)),
  }
  try {
    const { parseTemplate } = await import('../../../template/parse/parse.ts')
    const text = templateFromTree(parseTemplate(source)).render(context, settings)
    // In a pipe, the text is written byte for byte; on a terminal, it gets the line end it needs.
    await write(io.stdout, io.isTTY.stdout ? `${visibleText(text)}\n` : text)
    return 0
  } catch (error) {
    if (!isTemplateError(error)) throw error
    await reportFault(error, source, io)
    return 1
  }
}

/** The failure, its line, and a marker below its position. */
async function reportFault(error: TemplateError, source: string, io: Io): Promise<void> {
  const { message, line, column, remedy } = error
  const sentence = `${message.replace(/[.\s]*$/, '')}.`
  const place = line > 0 ? `line ${line}, column ${column}: ` : ''
  const lines = [visibleLine(`soar: ${place}${sentence}${remedy === undefined ? '' : ` ${remedy}`}`)]
  const shown = source.split('\n')[line - 1]
  if (shown !== undefined && shown.length <= 200) {
    const before = widthOf(visibleLine(shown.slice(0, column - 1)))
    const marked = widthOf(visibleLine(shown.slice(column - 1, endColumnOf(source, error) - 1)))
    lines.push(`  ${visibleLine(shown)}`, `  ${' '.repeat(before)}${'^'.repeat(Math.max(1, marked))}`)
  }
  await put(io.stderr, `${lines.join('\n')}\n`)
}
