/**
 * `node bench/peak.cjs <script> [arguments]` runs a script and says at its end, last on stderr, how many KiB of memory
 * the process had at most: `peak 61234`. Without a script it measures a bare process.
 */
const { writeSync } = require('node:fs')
const { resolve } = require('node:path')

process.on('exit', () => writeSync(2, `\npeak ${process.resourceUsage().maxRSS}\n`))
process.argv.splice(1, 1)
const [, script] = process.argv
if (script) require(resolve(script))
