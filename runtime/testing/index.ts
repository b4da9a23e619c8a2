/** What tests of an integration import from the runtime. */
export type { RecordedBody, RecordedExchange } from '../http/record/exchange.ts'
export { loadIntegration } from '../integration/folder.ts'
export type { Recording } from '../run/record/recording.ts'
export { type ExampleOptions, exchangeFile, runExample } from './example.ts'
export { type Replayed, replayed } from './replayed.ts'
