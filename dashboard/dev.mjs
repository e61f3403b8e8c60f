// `npm run dev -w dashboard`: the page as it is worked on, each change at once. It asks a devnet at its usual address, or the node that
// DISTRIBUTE_L2_URL names; that node's --cors-origins has to let it, as a devnet's does.
import { createServer } from 'vite'
import { PAGE_CONFIG } from './page-config.mjs'

const node = process.env['DISTRIBUTE_L2_URL'] ?? 'http://127.0.0.1:9545'
const server = await createServer({ ...PAGE_CONFIG, define: { 'import.meta.env.VITE_NODE_URL': JSON.stringify(node) } })
await server.listen()
server.printUrls()
