/** The frame around every view. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { ProblemNote } from '../parts/note.tsx'
import { ROUTES } from '../routes.ts'
import { Help } from './help.tsx'
import { useKeys } from './keys.ts'
import { words } from './language.ts'
import { address, go } from './router.ts'
import { toast } from './say.ts'
import {
  connection,
  countUnsettled,
  loadSession,
  meta,
  metaProblem,
  to,
  wantedConnection,
} from './session.ts'
import { Side } from './side.tsx'
import { SignIn } from './sign-in.tsx'
import { View } from './view.tsx'

/** The whole page. */
export function Frame() {
  const [isHelpOpen, setHelpOpen] = useState(false)
  const main = useRef<HTMLElement>(null)
  const { path } = address.value
  const shownBefore = useRef(path)
  useEffect(() => {
    if (shownBefore.current === path) return
    shownBefore.current = path
    scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
    countUnsettled()
  }, [path])
  const leads = ROUTES.flatMap(({ key, path }) => (key ? [[`g ${key}`, () => go(to(path))] as const] : []))
  useKeys({ ...Object.fromEntries(leads), '?': () => setHelpOpen(true) })
  if (metaProblem.value?.status === 401) return <SignIn />
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {words.value.frame.skip}
      </a>
      <Side onHelp={() => setHelpOpen(true)} />
      <main class="main" id="main" ref={main} tabIndex={-1}>
        {metaProblem.value && <ProblemNote problem={metaProblem.value} onRetry={loadSession} />}
        {meta.value && !connection.value && wantedConnection.value && (
          <p class="note warn below">{words.value.frame.unknownConnection(wantedConnection.value)}</p>
        )}
        {meta.value && <View />}
      </main>
      {toast.value && <div class="toast">{toast.value}</div>}
      {isHelpOpen && <Help onClose={() => setHelpOpen(false)} />}
    </div>
  )
}
