/**
 * What nothing but the network costs: `node bench/rows-bare.ts <rows.jsonl> <concurrency>` sends the bodies that
 * `soar rows block-sender` sends for the same rows, and reads the answers. Configuration comes on standard input.
 */
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { Pool } from 'undici'

const [file = '', concurrency = '64'] = process.argv.slice(2)
const { api_root, client_id, client_secret } = JSON.parse(await text(process.stdin))
const pool = new Pool(api_root, { connections: 128, pipelining: 1 })

const token = await pool.request({
  method: 'POST',
  path: '/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ client_id, client_secret, grant_type: 'client_credentials' }).toString(),
})
const { access_token } = (await token.body.json()) as { access_token: string }
const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }

const rows = readFileSync(file, 'utf8').trimEnd().split('\n').values()
const worker = async (): Promise<void> => {
  for (const line of rows) {
    const { from, to } = JSON.parse(line)
    const { body } = await pool.request({
      method: 'POST',
      path: '/api/managedsender/permit-or-block-sender',
      headers,
      body: JSON.stringify({ data: [{ action: 'block', to, sender: from }] }),
    })
    await body.text()
  }
}
await Promise.all(Array.from({ length: Number(concurrency) }, worker))
await pool.close()
