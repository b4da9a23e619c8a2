/** The alerts that a test run has returned. */
import type { Json, Row, Run } from '../../api/types.ts'
import { words } from '../../app/language.ts'
import { Code } from '../../parts/code.tsx'
import { Icon } from '../../parts/icon.tsx'
import { STATES } from '../../parts/state.tsx'
import { Text } from '../../parts/text.tsx'
import { textOf } from '../run/cell.tsx'
import { Fields } from '../run/fields.tsx'
import { rowsOf } from '../run/rows.ts'

/** Alerts that are rendered. */
const MOST = 50

/** The verdict, the alerts, each folded, and what else the connector has returned. */
export function Alerts({ run }: { run: Run }) {
  const text = words.value.connectors
  const { tone, icon } = STATES[run.status]
  const data: Json = run.result?.json_result ?? null
  const { alerts: list, ...others }: Row =
    typeof data === 'object' && !Array.isArray(data) ? (data ?? {}) : { alerts: data }
  const alerts = Array.isArray(list) ? rowsOf(list) : []
  return (
    <>
      <div class={`verdict ${tone}`} role="status">
        <Icon name={icon} label={words.value.status[run.status]} />
        <p class="big">
          <Text value={run.message ?? run.result?.output_message ?? ''} />
        </p>
      </div>
      {alerts.slice(0, MOST).map((alert, at) => (
        <details key={at} class="endpoint">
          <summary>
            <span class="num muted">{at + 1}</span>
            <span class="grow">
              <Text value={titleOf(alert)} limit={200} />
            </span>
          </summary>
          <div class="detail whole">
            <Fields row={alert} />
          </div>
        </details>
      ))}
      {alerts.length > MOST && <p class="pad muted">{text.more(alerts.length - MOST)}</p>}
      {Object.keys(others).length > 0 && (
        <>
          <h3 class="sub">{text.others}</h3>
          <Code value={others} label={text.others} />
        </>
      )}
    </>
  )
}

/** What an alert is called. */
function titleOf(alert: Row): string {
  const name = ['name', 'title', 'subject', 'display_id', 'id'].find((field) => alert[field])
  return textOf(name === undefined ? alert : alert[name])
}
