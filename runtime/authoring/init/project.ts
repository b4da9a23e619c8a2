/** The files around a new integration: package.json, compiler options, README. */

/** Versions that a new integration starts with. */
const TOOLS = { '@types/node': '^24.0.0', esbuild: '^0.28.0', typescript: '^7.0.0' }

/** The package.json. `soar` is the version of the package that created the integration. */
export const packageFile = (id: string, name: string, soar: string): string =>
  `${JSON.stringify(
    {
      name: id,
      version: '1.0.0',
      description: `${name} for playbooks.`,
      type: 'module',
      private: true,
      engines: { node: '>=22.20' },
      files: [
        'dist/*.js',
        'dist/*.json',
        '!dist/.*',
        'dist/THIRD-PARTY.txt',
        'integration.yaml',
        'manifests',
        'docs',
      ],
      scripts: {
        check: 'soar check && tsc',
        test: 'node --test "test/**/*.test.ts"',
        build: 'soar build',
        prepack: 'soar build',
      },
      devDependencies: { 'soar-actions': `^${soar}`, ...TOOLS },
    },
    null,
    2,
  )}\n`

/** Options of the compiler. Node runs the sources without it. */
export const TSCONFIG = `{
  "compilerOptions": {
    "target": "es2024",
    "lib": ["es2024", "esnext.array"],
    "module": "nodenext",
    "types": ["node"],
    "strict": true,
    "noEmit": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "verbatimModuleSyntax": true,
    "erasableSyntaxOnly": true,
    "allowImportingTsExtensions": true
  },
  "include": ["actions", "client", "connectors", "simulator", "test"]
}
`

/** Files that Git must not keep. */
export const IGNORED = 'node_modules/\ndist/\n'

/** The README. `@ID@`, `@NAME@` and `@ENV@` are replaced. */
export const README = `# @NAME@

An integration for playbooks, built on [soar-actions](https://www.npmjs.com/package/soar-actions).

\`\`\`sh
npm install
npm test                # tests, on a simulated tenant
npm run check           # manifests, references, types
npx soar simulate       # a simulated tenant; prints the variables to set
npx soar run ping
npx soar mcp            # the actions as tools of an assistant
npm run build           # dist/: starts fast and runs without this folder
\`\`\`

Set \`@ENV@_API_ROOT\` and \`@ENV@_API_KEY\` to use a real tenant.

| to add | run |
| --- | --- |
| an action that reads one thing | \`npx soar new get-thing\` |
| an action that lists things | \`npx soar new list-things --list\` |
| an action that changes something | \`npx soar new create-thing --effect write\` |
| a connector, which fetches alerts | \`npx soar new fetch-things --connector\` |

| file | content |
| --- | --- |
| \`integration.yaml\` | name, configuration fields |
| \`manifests/\` | one contract per action: parameters, result, messages, example |
| \`actions/\`, \`connectors/\` | one module per action or connector |
| \`client/\` | the only code that knows the API: authentication, paging, errors |
| \`simulator/\` | a stand-in for the API |
`
