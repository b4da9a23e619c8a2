/** Draws lines of terminal output as an SVG picture. */

/** Text in one style. */
interface Span {
  text: string
  colour: string
  bold: boolean
}

/** Pixels. The width of a character is fixed by `textLength`, so the picture does not depend on the viewer's fonts. */
const CHAR = 8.4
const LINE = 20
const MARGIN = 22
const BAR = 34

const COLOURS = { text: '#d7dce4', dim: '#7f8899', back: '#161b22', bar: '#21262e', edge: '#30363d' } as const

/** The codes of Select Graphic Rendition that the product uses. */
const STYLES: Readonly<Record<string, { colour?: string; bold?: boolean }>> = {
  0: { colour: COLOURS.text, bold: false },
  1: { bold: true },
  2: { colour: COLOURS.dim },
  31: { colour: '#ff7b72' },
  32: { colour: '#56d364' },
  33: { colour: '#e3b341' },
}

/** One line, split where its style changes. */
function spansOf(line: string): Span[] {
  const spans: Span[] = []
  let style = { colour: COLOURS.text as string, bold: false }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character introduces a style
  for (const [index, part] of line.split(/\u001b\[(\d*)m/).entries()) {
    if (index % 2 === 1) style = { ...style, ...STYLES[part || '0'] }
    else if (part !== '') spans.push({ text: part, ...style })
  }
  return spans
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function drawLine(line: string, row: number): string {
  const y = BAR + MARGIN + row * LINE
  let column = 0
  return spansOf(line)
    .map(({ text, colour, bold }) => {
      const x = (MARGIN + column * CHAR).toFixed(1)
      const length = ([...text].length * CHAR).toFixed(1)
      column += [...text].length
      const weight = bold ? ' font-weight="bold"' : ''
      return `<text x="${x}" y="${y}" textLength="${length}" fill="${colour}"${weight} xml:space="preserve">${escapeXml(text)}</text>\n`
    })
    .join('')
}

/**
 * The picture of a terminal window.
 *
 * @param lines output with ANSI styles, without line ends
 * @param title of the window
 * @param columns characters per line
 */
export function drawTerminal(lines: readonly string[], title: string, columns: number): string {
  const width = Math.ceil(columns * CHAR + 2 * MARGIN)
  const height = BAR + lines.length * LINE + MARGIN
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, index) => `<circle cx="${MARGIN + index * 20}" cy="${BAR / 2}" r="6" fill="${colour}"/>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="9" fill="${COLOURS.back}" stroke="${COLOURS.edge}"/>
<path d="M1 ${BAR}V10a9 9 0 0 1 9-9H${width - 10}a9 9 0 0 1 9 9V${BAR}z" fill="${COLOURS.bar}"/>
${dots.join('')}
<text x="${width / 2}" y="${BAR / 2 + 5}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="13" fill="${COLOURS.dim}">${escapeXml(title)}</text>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${lines.map(drawLine).join('')}</g>
</svg>
`
}
