import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const service = 'http://127.0.0.1:8080'

/** Nothing is inlined (assetsInlineLimit 0), so that the service's Content-Security-Policy can stay strict. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [vue({ features: { optionsAPI: false } })],
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The domain's schemas are built by calls that only make a value: without this they would carry TypeBox along.
    rolldownOptions: { treeshake: { manualPureFunctions: ['Type'] } },
  },
  server: { proxy: { '/api': service, '/socket.io': { target: service, ws: true } } },
})
