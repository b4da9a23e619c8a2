/** The views of the page: address, code, and place in the navigation. */
import type { ComponentType } from 'preact'
import type { ViewProps } from './app/paths.ts'
import type { IconName } from './parts/icon.tsx'
import type { Words } from './words/en.ts'

/** One view. Its code is loaded on first use. */
export interface Route {
  /** Pattern of the address, such as `/runs/:id`. */
  path: string
  load: () => Promise<{ default: ComponentType<ViewProps> }>
  /** Its entry in the side bar; none for views that are reached from another one. */
  nav?: { word: keyof Words['nav']; icon: IconName; isSetUp?: boolean }
  /** The key after `g` that leads here. */
  key?: string
}

/** All views, in the order of the side bar. */
export const ROUTES: readonly Route[] = [
  {
    path: '/actions',
    load: () => import('./views/catalogue.tsx'),
    nav: { word: 'actions', icon: 'bolt' },
    key: 'a',
  },
  {
    path: '/tables',
    load: () => import('./views/tables.tsx'),
    nav: { word: 'tables', icon: 'table' },
    key: 't',
  },
  { path: '/tables/:id', load: () => import('./views/tables.tsx') },
  {
    path: '/connectors',
    load: () => import('./views/connectors.tsx'),
    nav: { word: 'connectors', icon: 'inflow' },
  },
  { path: '/connectors/:integration/:id', load: () => import('./views/connector.tsx') },
  {
    path: '/runs',
    load: () => import('./views/runs.tsx'),
    nav: { word: 'runs', icon: 'runs' },
    key: 'r',
  },
  { path: '/runs/:id', load: () => import('./views/run.tsx') },
  { path: '/actions/:integration/:action', load: () => import('./views/action.tsx') },
  {
    path: '/templates',
    load: () => import('./views/templates.tsx'),
    nav: { word: 'templates', icon: 'braces', isSetUp: true },
    key: 'm',
  },
  {
    path: '/connections',
    load: () => import('./views/connection.tsx'),
    nav: { word: 'connections', icon: 'plug', isSetUp: true },
    key: 'c',
  },
  { path: '/connections/:name', load: () => import('./views/connection.tsx') },
  {
    path: '/api',
    load: () => import('./views/reference.tsx'),
    nav: { word: 'api', icon: 'api', isSetUp: true },
  },
]
