#!/usr/bin/env node
/** The only place that touches the process: binds the command line to it, on the unbuilt sources. */
import { resolve } from 'node:path'
import { main } from './cli/main.ts'
import { processIo } from './cli/process/io.ts'
import { fromFolder } from './cli/process/open.ts'

process.exitCode = await main(
  process.argv.slice(2),
  processIo(process),
  fromFolder(resolve(import.meta.dirname, '../..')),
)
