/**
 * `node bench/warm-server.ts <milliseconds>` prints its port and answers every request, after that time, with what the tenant
 * would say to block-sender. It does nothing else, so that the client is what is measured.
 */
import { createServer } from 'node:http'

const latency = Number(process.argv[2] ?? 0)

const TOKEN = JSON.stringify({ access_token: 'a'.repeat(600), token_type: 'Bearer', expires_in: 1799 })
const ENTRY = JSON.stringify({
  meta: { status: 200 },
  data: [{ id: 'MTOKEN:1', sender: 'mallory@evil.example', to: 'alice@corp.example', type: 'Block' }],
  fail: [],
})

const server = createServer((request, response) => {
  const body = request.url === '/oauth/token' ? TOKEN : ENTRY
  const answer = (): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.end(body)
  }
  request.resume().once('end', () => (latency > 0 ? setTimeout(answer, latency) : answer()))
})
server.listen(0, '127.0.0.1', () => {
  const place = server.address()
  if (place !== null && typeof place === 'object') process.stdout.write(`${place.port}\n`)
})
// Ends with the process that started it.
process.stdin.resume().once('end', () => {
  server.close()
  server.closeAllConnections()
})
