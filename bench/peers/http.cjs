/** The least that a request costs a process: one for a token, with Node's own client. Standard input has `{ config }`. */
const { readFileSync } = require('node:fs')

const { api_root, client_id, client_secret, ca_certificate } = JSON.parse(readFileSync(0, 'utf8')).config
const { request } = api_root.startsWith('https:') ? require('node:https') : require('node:http')

const body = new URLSearchParams({ client_id, client_secret, grant_type: 'client_credentials' }).toString()
const asked = request(`${api_root}/oauth/token`, {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length },
  ca: ca_certificate && readFileSync(ca_certificate),
})
asked.on('response', (answer) => {
  if (answer.statusCode !== 200) throw new Error(`Status ${answer.statusCode}`)
  answer.on('data', (chunk) => process.stdout.write(chunk))
})
asked.end(body)
