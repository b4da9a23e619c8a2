/** The declarations of a new integration: integration.yaml and the manifest of its first action. */

/** `@ID@`, `@NAME@` and `@ENV@` (the prefix of its variables) are replaced. */
export const INTEGRATION = `# yaml-language-server: $schema=node_modules/soar-actions/docs/schemas/integration.json
id: @ID@
name: @NAME@
version: 1.0.0
runtime: 1
vendor: @NAME@
description: Reads and changes things in @NAME@.
logo: docs/logo.svg
client: client/index
locales: [en]
check: ping

messages:
  failure: "{{ action.name }} failed. {{ error.reason }}"

config:
  api_root:
    label: API Root
    description: Root URL of the API.
    type: string
    format: url
    required: true
    env: @ENV@_API_ROOT
  api_key:
    label: API Key
    description: Key of the API.
    type: string
    secret: true
    required: true
    env: @ENV@_API_KEY
  verify_ssl:
    label: Verify SSL
    description: Verify the TLS certificate of the API host. If off, anyone on the network path can read and change the traffic.
    type: boolean
    default: true
    env: @ENV@_VERIFY_SSL
`

/** The first action; its sentences are those that platforms look for. */
export const PING_MANIFEST = `# yaml-language-server: $schema=../node_modules/soar-actions/docs/schemas/manifest.json
name: Ping
description: Check the connection and the API key, and return the account that the key belongs to.
effect: read
permissions: [] # what the role needs, in the vendor's words

output:
  type: object
  additionalProperties: false
  required: [account_id, account_name]
  properties:
    account_id: { type: string, description: Id of the account. }
    account_name: { type: [string, "null"], description: Name of the account. }

messages:
  success: Successfully connected to the @NAME@ server with the provided connection parameters!
  failure: "Failed to connect to the @NAME@ server! Error is {{ error.reason }}"

example:
  parameters: {}
  result: { account_id: A-1, account_name: Example Ltd }
`

/** A picture for forms that show one. */
export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <circle cx="32" cy="32" r="30" fill="#3a6ea5"/>
  <circle cx="32" cy="32" r="14" fill="#fff"/>
</svg>
`
