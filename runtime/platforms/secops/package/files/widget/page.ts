/**
 * The widget that shows an action's JSON result in an alert.
 *
 * The platform puts the text of the result into the page before it is shown, and a sender controls parts of that text. So
 * the text comes after <plaintext>, which no markup can close. The page may run only one script, the one whose hash it
 * names, and values are added to the page as text.
 */
import { createHash } from 'node:crypto'
import type { Manifest } from '../../../../../integration/manifest.ts'
import type { JsonSchema } from '../../../../../schema/validate.ts'
import { nameOf, type PackAction } from '../../source.ts'
import { WIDGET_DATA } from '../definitions.ts'
import { END, SCRIPT } from './script.ts'
import { STYLE } from './style.ts'

/** `WidgetsScripts/<File>.html`. */
export function widgetPage({ manifest }: PackAction): string {
  const script = SCRIPT.replace('FACTS', () => escapeScript(JSON.stringify(factsOf(manifest))))
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

const hash = (text: string): string => createHash('sha256').update(text).digest('base64')

/** Text with HTML escapes. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

const escapeScript = (json: string): string => json.replaceAll('<', '\\u003c')

/** The facts for the script: all fields of the result with their descriptions, and the columns that people see. */
function factsOf({ output, columns }: Manifest): object {
  const row = (output.type === 'array' ? output.items : output) as JsonSchema | undefined
  const properties = (row?.properties ?? {}) as Record<string, JsonSchema>
  const labels = Object.entries(properties).map(([name, { description = '' }]) => [name, String(description)])
  return { labels, columns: columns ?? [] }
}
