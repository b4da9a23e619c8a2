/** Starts the page. */
import { render } from 'preact'
import { Frame } from './app/frame.tsx'
import { startKeys } from './app/keys.ts'
import { preferredLanguage, setLanguage } from './app/language.ts'
import { startRouter } from './app/router.ts'
import { loadSession } from './app/session.ts'
import { startTheme } from './app/theme.ts'

startTheme()
startRouter()
startKeys()
const session = loadSession()
await setLanguage(preferredLanguage())
const root = document.getElementById('app')
if (root) render(<Frame />, root)
await session
