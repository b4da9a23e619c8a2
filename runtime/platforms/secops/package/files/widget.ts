/**
 * The widget that shows an action's JSON result in an alert.
 *
 * The platform puts the text of the result into the page before it is shown, and a sender controls parts of that text. So
 * the text comes after <plaintext>, which no markup can close. The page may run only one script, the one whose hash it
 * names, and values are added to the page as text.
 */
import { createHash } from 'node:crypto'
import type { JsonSchema } from '../../../../schema/validate.ts'
import { nameOf, type PackAction } from '../source.ts'
import { WIDGET_DATA } from './definitions.ts'

/** `WidgetsScripts/<File>.html`. */
export function widgetPage({ manifest }: PackAction): string {
  const script = SCRIPT.replace('LABELS', escapeScript(JSON.stringify(labelsOf(manifest.output))))
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash(script)}'`,
    `style-src 'sha256-${hash(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(nameOf(manifest))}</title>
<style>${STYLE}</style>
</head>
<body>
<main id="view"></main>
<script>${script}</script>
<plaintext id="data" hidden>
${WIDGET_DATA}
${END}
`
}

/** Line after the data: a JSON text cannot contain a line end, so no value can contain this line. */
const END = 'END OF RESULT'

const hash = (text: string): string => createHash('sha256').update(text).digest('base64')

/** Text with HTML escapes. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const escapeScript = (json: string): string => json.replaceAll('<', '\\u003c')

/** Columns in the manifest's order, with their contents. */
function labelsOf(output: JsonSchema): Record<string, string> {
  const row = (output.type === 'array' ? output.items : output) as JsonSchema | undefined
  const properties = (row?.properties ?? {}) as Record<string, JsonSchema>
  return Object.fromEntries(
    Object.entries(properties).map(([name, { description = '' }]) => [name, String(description)]),
  )
}

const STYLE = `
:root { color-scheme: light dark; font: 13px/1.4 system-ui, sans-serif; }
body { margin: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 8px; border-bottom: 1px solid GrayText; }
td { overflow-wrap: anywhere; white-space: pre-wrap; }
caption { text-align: left; padding: 4px 8px; font-weight: 600; }
`

const SCRIPT = `
'use strict'
const labels = LABELS
const element = (name, text) => {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  return made
}
const written = (value) =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
const heading = (name, scope) => {
  const cell = element('th', name)
  cell.scope = scope
  if (labels[name]) cell.title = labels[name]
  return cell
}
const line = (...cells) => {
  const row = element('tr')
  row.append(...cells)
  return row
}
const rowsTable = (rows) => {
  const present = new Set(rows.flatMap((row) => Object.keys(row)))
  const known = Object.keys(labels).filter((name) => present.delete(name))
  const columns = [...known, ...present]
  const table = element('table')
  table.append(element('caption', rows.length === 1 ? '1 record' : rows.length + ' records'))
  table.append(line(...columns.map((name) => heading(name, 'col'))))
  table.append(...rows.map((row) => line(...columns.map((name) => element('td', written(row[name]))))))
  return table
}
const recordTable = (record, prefix = '') => {
  const isRecord = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)
  return Object.entries(record).flatMap(([name, value]) =>
    isRecord(value)
      ? recordTable(value, prefix + name + '.')
      : [line(heading(prefix + name, 'row'), element('td', written(value)))],
  )
}
const show = (result) => {
  const rows = Array.isArray(result) ? result.filter((row) => row !== null && typeof row === 'object') : undefined
  if (rows) return rowsTable(rows)
  const table = element('table')
  table.append(...recordTable(result))
  return table
}
document.addEventListener('DOMContentLoaded', () => {
  const text = document.getElementById('data').textContent
  const view = document.getElementById('view')
  try {
    view.append(show(JSON.parse(text.slice(0, text.lastIndexOf('\\n${END}')))))
  } catch {
    view.append(element('p', 'There is no result to show.'))
  }
})
`
