/**
 * Runs one action from its sources on a simulated tenant in this process.
 *
 * A debugger can therefore stop in any part of it: `node scripts/debug.ts block-sender '{ "sender": "mallory@evil.example",
 * "recipient": "alice@corp.example" }'`
 */
import { resolve } from 'node:path'
import { main } from '../runtime/faces/cli/main.ts'
import { processIo } from '../runtime/faces/cli/process/io.ts'
import { fromFolder } from '../runtime/faces/cli/process/open.ts'
import { startSimulator } from '../simulator/index.ts'
import { cleanEnvironment } from './clean-environment.ts'

const [action = 'ping', parameters = ''] = process.argv.slice(2)
const simulator = await startSimulator()
try {
  const head = JSON.stringify({ action, config: simulator.config.api2 }).slice(0, -1)
  // As text: the product itself reports invalid parameters.
  const request = `${head}, "parameters": ${parameters.trim() || '{}'}}`
  const io = {
    ...processIo(process),
    env: cleanEnvironment(),
    stdin: [request],
    isTTY: { stdin: false, stdout: true, stderr: true },
  }
  process.exitCode = await main(['run'], io, fromFolder(resolve(import.meta.dirname, '..')))
} finally {
  await simulator.close()
}
