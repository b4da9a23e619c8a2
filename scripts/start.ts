/** `npm start`: demonstrates the product on a simulated tenant: four actions in the terminal, then the page. */
import { runDemo } from './start/demo.ts'
import { servePage } from './start/page.ts'
import { node, say, startSimulator } from './start/product.ts'

const args = process.argv.slice(2)
const known = args.every((arg) => arg === '--once' || arg === '--page')
if (known) await start()
else {
  process.stderr.write(
    `npm start takes --once (without the page) or --page (with the page, also without a terminal); got: ${args.join(' ')}.\n`,
  )
  process.exitCode = 2
}

async function start(): Promise<void> {
  const withPage = args.includes('--page') || (process.stdout.isTTY && !args.includes('--once'))
  const simulator = await startSimulator()
  try {
    await runDemo(simulator)
    if (withPage) process.exitCode = await servePage(simulator)
    else sayFurther()
  } finally {
    simulator.child.kill()
  }
}

function sayFurther(): void {
  say(`
That was the demo; its tenant ends with it. To go on by yourself:

The page, on a simulated tenant:
  npm start -- --page

Keep a tenant running; it prints what to set in another shell, where the commands above then work:
  ${node} dist/soar.js simulate

See all actions, and one of them with a request to start from:
  ${node} dist/soar.js list
  ${node} dist/soar.js show block-sender
`)
}
