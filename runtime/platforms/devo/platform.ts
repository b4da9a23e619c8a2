/** Devo SOAR: tables in two modes. */
import type { Platform } from '../platform.ts'

export const devo: Platform = {
  id: 'devo',
  table: {
    'devo-pipe': { load: async () => (await import('./devo.ts')).devoPipe },
    'devo-file': { load: async () => (await import('./devo.ts')).devoFile, namesFiles: true },
  },
  options: {
    rows: [
      {
        name: 'input-env',
        value: 'NAME',
        help: 'devo-file: environment variable with the input folder; default INPUT_DATA_JSON_FOLDER_PATH',
      },
      {
        name: 'output-env',
        value: 'NAME',
        help: 'devo-file: environment variable with the output file; default OUTPUT_DATA_JSON_FILE_PATH',
      },
      {
        name: 'env-prefix',
        value: 'TEXT',
        help: 'devo: prefix of parameter names in environment variables',
      },
    ],
  },
}
