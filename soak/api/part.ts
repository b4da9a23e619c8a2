/** The HTTP API of the built `soar serve` against foreign tools: schemathesis, and a client that is generated from its description. */
import { startSimulator } from '../../simulator/index.ts'
import { product } from '../../testing/own/repository.ts'
import { environmentOf } from '../../testing/own/subjects.ts'
import type { Part } from '../part.ts'
import { killServe, startServe } from '../serve/server.ts'
import { generatedClient } from './generated.ts'
import { schemathesis } from './schemathesis.ts'

/** No operation meets the rate limit. */
const ARGS = ['--store', 'memory', '--runs-per-minute', '9999999']

export const part: Part = async (options) => {
  const simulator = await startSimulator()
  const server = await startServe({ file: product, env: environmentOf(simulator), args: ARGS })
  try {
    const client = await generatedClient(server, options)
    const fuzzed = await schemathesis(server, options)
    return { cases: client.cases + fuzzed.cases, broken: [...client.broken, ...fuzzed.broken] }
  } finally {
    await killServe(server)
    await simulator.close()
  }
}
