/** The icons, drawn as lines on a grid of 16. */

const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm3.6-1.4L14 14',
  bolt: 'M9 1.8 3.2 9H8l-1 5.2L12.8 7H8z',
  table: 'M2 3h12v10H2zM2 6.5h12M2 10h12M6.5 3v10',
  inflow: 'M8 2v8m-3-3 3 3 3-3M2.5 11.5v2h11v-2',
  runs: 'M8 4v4l2.6 1.6M14 8A6 6 0 1 1 8 2',
  plug: 'M5.5 2v3.5m5-3.5v3.5M3.5 5.5h9V8a4.5 4.5 0 0 1-9 0zM8 12.5V15',
  braces:
    'M6 2.5c-2 0-2 1-2 2.5S4 8 2.5 8C4 8 4 9.5 4 11s0 2.5 2 2.5m4-11c2 0 2 1 2 2.5S12 8 13.5 8C12 8 12 9.5 12 11s0 2.5-2 2.5',
  api: 'M5.5 4.5 2 8l3.5 3.5m5-7L14 8l-3.5 3.5M9 3 7 13',
  ok: 'M3 8.5 6.5 12 13 4.5',
  bad: 'M4 4l8 8m0-8-8 8',
  odd: 'M5.6 5.7a2.4 2.4 0 1 1 3.6 2.1C8.3 8.4 8 8.9 8 9.7M8 12.7v.1',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zm0-6.5V11m0-6v.1',
  warn: 'M8 2.2 14.5 13.5h-13zM8 6.5V10m0 2v.1',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M8 2v8.5m-3.5-3 3.5 3.5 3.5-3.5M3 14h10',
  again: 'M13.5 8A5.5 5.5 0 1 1 11.8 4M13.5 1.8V5h-3.2',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  undo: 'M6 3 2.5 6.5 6 10M2.5 6.5h7a4 4 0 0 1 0 8H7',
  pen: 'm10.5 3 2.5 2.5L5.5 13H3v-2.5z',
  del: 'M3 4.5h10M6 4.5V2.5h4v2M4.5 4.5l.7 9h5.6l.7-9',
  caret: 'm4 6 4 4 4-4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zm0-9.5V8l2.5 1.5',
  dots: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
} as const

/** Names of the icons. */
export type IconName = keyof typeof PATHS

/** An icon. Without a label it is decoration, and the text beside it says what it means. */
export const Icon = ({ name, label }: { name: IconName; label?: string }) =>
  label ? (
    <svg class="ic" viewBox="0 0 16 16" role="img" aria-label={label}>
      <path d={PATHS[name]} />
    </svg>
  ) : (
    <svg class="ic" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
