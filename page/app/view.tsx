/** Shows the view that the address names. */
import { Component, type ComponentChildren, type ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type ApiProblem, problemOf } from '../api/problem.ts'
import { ProblemNote } from '../parts/note.tsx'
import { ROUTES, type Route } from '../routes.ts'
import { words } from './language.ts'
import { matchPath, type Params, type ViewProps } from './paths.ts'
import { address } from './router.ts'

/** The view of an address. */
function routeOf(path: string): { route: Route; params: Params } | undefined {
  for (const route of ROUTES) {
    const params = matchPath(route.path, path)
    if (params) return { route, params }
  }
  return undefined
}

const loaded = new Map<Route, ComponentType<ViewProps>>()

/** Loads the view's code on first use. Every address has a view of its own: nothing is left of the one before. */
export function View() {
  const { path } = address.value
  const found = routeOf(path)
  const [, draw] = useState(0)
  const [problem, setProblem] = useState<ApiProblem>()
  const Shown = found && loaded.get(found.route)
  useEffect(() => {
    if (!found || loaded.has(found.route)) return
    found.route.load().then(
      (module) => {
        loaded.set(found.route, module.default)
        draw((round) => round + 1)
      },
      (error) => setProblem(problemOf(error)),
    )
  }, [found?.route])
  if (!found) return <NotFound />
  if (problem && !Shown) return <ProblemNote problem={problem} onRetry={() => location.reload()} />
  if (!Shown) return null
  return (
    <Guard key={path}>
      <Shown params={found.params} />
    </Guard>
  )
}

/** Catches what a view throws, so that the rest of the page stays. */
class Guard extends Component<{ children: ComponentChildren }, { problem?: ApiProblem }> {
  override state: { problem?: ApiProblem } = {}
  override componentDidCatch(error: unknown) {
    this.setState({ problem: problemOf(error) })
  }
  render() {
    const { problem } = this.state
    return problem ? <ProblemNote problem={problem} onRetry={() => location.reload()} /> : this.props.children
  }
}

const NotFound = () => (
  <div class="head">
    <div class="grow">
      <h1>{words.value.notFound.title}</h1>
      <p class="muted">{words.value.notFound.text}</p>
    </div>
  </div>
)
