/** A bare Fastify route for the bench of `soar serve`: reads a JSON body and answers one of the same size. */
import fastify from 'fastify'

const http = fastify({ logger: false })
const answer = JSON.parse(process.argv[2] ?? '{}')
http.post('/run', async () => answer)
const url = await http.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${url}/\n`)
process.stdin.on('end', () => void http.close()).resume()
