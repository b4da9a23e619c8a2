/** Shown when there is no session, or it has ended. */
import { useState } from 'preact/hooks'
import { signIn } from '../api/api.ts'
import { type ApiProblem, problemOf } from '../api/problem.ts'
import { ProblemNote } from '../parts/note.tsx'
import { words } from './language.ts'
import { loadSession } from './session.ts'
import { useTitle } from './title.ts'

/** Asks for a token, which the server exchanges for a cookie. The page keeps no token. */
export function SignIn() {
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<ApiProblem>()
  const text = words.value.signIn
  useTitle(text.title)
  const submit = async (event: Event) => {
    event.preventDefault()
    try {
      await signIn(token)
      setToken('')
      await loadSession()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <main class="main sign-in">
      <h1>{text.title}</h1>
      <p class="muted below">{text.text}</p>
      {problem && <ProblemNote problem={problem} />}
      <form class="panel pad" onSubmit={submit}>
        <label class="below" for="token">
          {text.token}
        </label>
        <input
          id="token"
          class="field-in"
          type="password"
          autocomplete="off"
          value={token}
          onInput={({ currentTarget }) => setToken(currentTarget.value)}
        />
        <p class="up">
          <button type="submit" class="btn first" disabled={token === ''}>
            {text.submit}
          </button>
        </p>
      </form>
    </main>
  )
}
