/**
 * What an engineer would write without us: imports undici, fetches a token, sends one request, prints the answer. Standard
 * input has `{ config, method, url, headers, body }`.
 */
import { readFileSync } from 'node:fs'
import { Agent, request } from 'undici'

const { config, method, url, headers, body } = JSON.parse(readFileSync(0, 'utf8'))
const { api_root, client_id, client_secret, ca_certificate } = config
const dispatcher = new Agent({ connect: ca_certificate ? { ca: readFileSync(ca_certificate) } : {} })

const granted = await request(`${api_root}/oauth/token`, {
  dispatcher,
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ client_id, client_secret, grant_type: 'client_credentials' }).toString(),
})
const { access_token } = /** @type {{ access_token: string }} */ (await granted.body.json())

const answer = await request(url, {
  dispatcher,
  method,
  headers: { ...headers, authorization: `Bearer ${access_token}` },
  body: body && JSON.stringify(body),
})
if (answer.statusCode !== 200) throw new Error(`Status ${answer.statusCode}`)
process.stdout.write(JSON.stringify(await answer.body.json()))
await dispatcher.close()
