import '../styles/page.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ConnectionProvider } from '../chain/connection.tsx'
import { startLanguage } from '../language/language.ts'
import { TransactionsProvider } from '../transactions/transactions.tsx'
import { NodeAway, Starting } from '../ui/states.tsx'
import { WalletProvider } from '../wallet/wallet.tsx'
import { Shell } from './shell.tsx'

const queries = new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } })

await startLanguage()
const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ConnectionProvider waiting={<Starting />} failed={<NodeAway />}>
          <WalletProvider>
            <TransactionsProvider>
              <Shell />
            </TransactionsProvider>
          </WalletProvider>
        </ConnectionProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
}
