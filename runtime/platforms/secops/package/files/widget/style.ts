/** The style of a widget: a table, or cards where it is narrow. */

/** In the platform's light and dark colours; nothing is loaded. */
export const STYLE = `
:root { color-scheme: light dark; font: 13px/1.45 system-ui, sans-serif; --line: color-mix(in srgb, CanvasText 16%, Canvas); --quiet: color-mix(in srgb, CanvasText 66%, Canvas); --soft: color-mix(in srgb, CanvasText 4%, Canvas); }
body { margin: 8px; background: Canvas; color: CanvasText; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: 2px 8px 6px; font-weight: 600; }
caption small { display: block; overflow-wrap: anywhere; font-weight: 400; font-size: 12px; color: var(--quiet); }
th, td { text-align: left; vertical-align: top; padding: 5px 8px; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); white-space: nowrap; }
thead th { position: sticky; top: 0; background: Canvas; }
td { overflow-wrap: anywhere; white-space: pre-line; min-width: 13ch; max-width: 42ch; }
td.time, td.number, td.word { white-space: nowrap; min-width: 0; }
th.number, td.number { text-align: right; }
td.number { font-variant-numeric: tabular-nums; }
td.token, dd.token { font: 12px/1.5 ui-monospace, monospace; }
td.token { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 24ch; }
td.more { min-width: 0; padding: 2px 4px; }
td.none, dd.none { color: var(--quiet); }
tr.open > td { border-bottom-color: transparent; }
button { font: inherit; color: LinkText; background: none; border: 1px solid transparent; border-radius: 6px; padding: 1px 6px; min-height: 24px; cursor: pointer; white-space: nowrap; }
button:hover { border-color: var(--line); }
button:focus-visible { outline: 2px solid Highlight; outline-offset: 1px; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 3px 12px; margin: 0; padding: 6px 8px; background: var(--soft); border-radius: 6px; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.record th { width: 1%; }
.record td { max-width: none; }
.record td.token { overflow: visible; white-space: pre-line; }
@media (max-width: 860px) {
  .rows, .rows tbody, .rows tr, .rows td, .rows caption { display: block; }
  .rows thead { display: none; }
  .rows tr { border-bottom: 1px solid var(--line); padding: 6px 0; }
  .rows tr.open, .rows tr.open > td { border-bottom: 0; }
  .rows td, .rows td.number { border: 0; padding: 1px 8px 1px 18ch; max-width: none; text-align: left; white-space: pre-line; }
  .rows td.token { white-space: nowrap; }
  .rows td.none { display: none; }
  .rows td::before { content: attr(data-name); float: left; width: 16ch; margin-left: -17ch; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--quiet); font: 13px/1.45 system-ui, sans-serif; }
  .rows td.more, .rows td.fields { padding-left: 2px; }
  .rows td.more::before, .rows td.fields::before { content: none; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: 5px; }
  .record th { white-space: normal; }
}
`
