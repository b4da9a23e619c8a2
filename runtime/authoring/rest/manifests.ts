/** Manifests of new actions for a client that reads, lists and sends. */

const ROW_FIELDS = `required: [id, name, created]
  properties:
    id: { type: [string, "null"], description: Id. }
    name: { type: [string, "null"], description: Name. }
    created: { type: [string, "null"], description: When it was created. }
`

/** The same, as the entries of a list. */
const ROW_ITEMS = ROW_FIELDS.replaceAll(/^(?=.)/gm, '  ').replace(/^ {2}/, '')

const NAMED_ROW = '{ id: "1", name: first, created: 2026-01-01T00:00:00Z }'

/** What follows the head of the manifest: parameters, output, messages, example. */
export const CONTRACTS = {
  read: `parameters:
  id:
    label: ID
    description: Id of the one to read.
    type: string
    required: true

output:
  type: object
  ${ROW_FIELDS}
messages:
  success: "Found {{ result.name }}."

example:
  parameters: { id: "1" }
  result: ${NAMED_ROW}
`,
  list: `parameters:
  limit:
    label: Limit
    description: Maximum number of rows.
    type: integer
    default: 100
    minimum: 1

output:
  type: array
  items:
    type: object
    ${ROW_ITEMS}
columns: [name, created] # what people see in a table, in this order

messages:
  success: "Found {{ count }}."
  none: Found none.

example:
  parameters: { limit: 1 }
  result: [${NAMED_ROW}]
`,
  write: `parameters:
  name:
    label: Name
    description: Name of the new one.
    type: string
    required: true

output:
  type: object
  ${ROW_FIELDS}
objects: name # what a run touches

messages:
  success: "Created {{ result.name }}."

example:
  parameters: { name: fourth }
  result: { id: "4", name: fourth, created: 2026-01-04T00:00:00Z }
`,
  connector: `parameters:
  max_alerts:
    label: Max Alerts
    description: Maximum number of alerts in one run.
    type: integer
    default: 10
    minimum: 1
  days_back:
    label: Days Back
    description: How many days back the first run looks.
    type: integer
    default: 7
    minimum: 1

output:
  type: object
  additionalProperties: false
  required: [alerts]
  properties:
    alerts:
      type: array
      items:
        type: object
        required: [id, title, severity, time]
        properties:
          id: { type: string, description: The same for the same alert in every run. }
          title: { type: string, description: What the alert is about. }
          severity: { enum: [informational, low, medium, high, critical], description: How serious it is. }
          time: { type: number, description: Milliseconds since 1970. }

messages:
  success: "Fetched {{ result.alerts | length }} alerts."

example:
  parameters: { max_alerts: 1 }
  result: { alerts: [{ id: "1", title: first, severity: medium, time: 1767225600000 }] }
`,
} as const
