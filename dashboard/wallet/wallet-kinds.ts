import type { Hex } from 'viem'
import type { Provider } from './browser-wallets.ts'
import type { Keystore } from './keystore.ts'

/** Who signs: a wallet of the browser's, or a key that the page keeps. */
export type Wallet =
  | { readonly kind: 'browser'; readonly address: Hex; readonly name: string; readonly icon: string; readonly provider: Provider }
  | { readonly kind: 'page'; readonly address: Hex; readonly keystore: Keystore; readonly key: Hex | undefined }
