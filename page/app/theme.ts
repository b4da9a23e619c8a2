/** Light or dark: the browser's preference, until the user chooses. */
import { signal } from '@preact/signals'
import { store, stored } from './stored.ts'

/** The two themes. */
type Theme = 'light' | 'dark'

/** The theme that is shown. */
export const theme = signal<Theme>('light')

/** Shows the chosen theme, else the browser's, and follows the browser as long as nothing is chosen. */
export function startTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const show = () => {
    const chosen = stored('theme')
    theme.value = chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light'
    document.documentElement.dataset.theme = theme.value
  }
  dark.addEventListener('change', show)
  show()
}

/** Switches the theme and keeps the choice in this browser. */
export function switchTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark'
  store('theme', theme.value)
  document.documentElement.dataset.theme = theme.value
}
