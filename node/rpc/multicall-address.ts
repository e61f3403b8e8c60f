import { Address } from '@distribute/state-machine'

/** Where Multicall3 stands on every chain that has it. Here it is no contract: eth_call answers its views. */
export const MULTICALL3 = Address('0xca11bde05977b3631167028862be2a173976ca11')
