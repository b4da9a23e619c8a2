/**
 * `node bench/peak.cjs <script> [arguments]` runs a script and says at its end, last on stderr, how many KiB of memory
 * the process had at most, and how many microseconds of the processor it took: `peak 61234 cpu 70123`. Without a script it
 * measures a bare process.
 */
const { writeSync } = require('node:fs')
const { resolve } = require('node:path')

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeSync(2, `\npeak ${process.resourceUsage().maxRSS} cpu ${user + system}\n`)
})
process.argv.splice(1, 1)
const [, script] = process.argv
if (script) require(resolve(script))
