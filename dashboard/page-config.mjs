import react from '@vitejs/plugin-react'
import tailwindcss from '@tailwindcss/vite'
import { fileURLToPath } from 'node:url'

/** What builds the page and what serves it while it is worked on go by the same. */
/** @type {import('vite').InlineConfig} */
export const PAGE_CONFIG = {
  configFile: false,
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss()],
  // What is older than this has no top-level await, which the state machine needs; light-dark() is of the same time.
  build: { target: ['chrome123', 'firefox121', 'safari17.5'], assetsInlineLimit: 0, modulePreload: { polyfill: false }, manifest: true, chunkSizeWarningLimit: 600, emptyOutDir: true },
  // The rules of the chain run in one, and wait for Keccak to be compiled.
  worker: { format: 'es' },
  server: { host: '127.0.0.1' },
}
