#!/usr/bin/env node
/** The executable of the unbuilt sources: binds the command line to the process. */
import { resolve } from 'node:path'
import { main } from './cli/main.ts'
import { processIo } from './cli/process/io.ts'
import { fromFolder } from './cli/process/open.ts'

process.exitCode = await main(
  process.argv.slice(2),
  processIo(process),
  fromFolder(resolve(import.meta.dirname, '../..')),
)
